import { formatScore } from '@/components/ui/format-number';

const SENTENCES: Readonly<Record<string, string>> = {
  'project.created': 'made the project',
  'project.changed': 'changed the settings',
  'project.archived': 'archived the project',
  'project.restored': 'brought the project back',
  'collection.created': 'made a collection',
  'collection.renamed': 'renamed a collection',
  'upload.begun': 'began an upload',
  'import.cancelled': 'cancelled an import',
  'import.mapped': 'said what the columns of a file mean',
  'mapping.forgotten': 'had the team forget what some columns mean',
  'import.retried': 'started an import again',
  'import.undone': 'undid an import',
  'team.quota_set': 'changed what the team may use',
  'duplicate.joined': 'joined two records of one work',
  'duplicate.split': 'split a record off its group',
  'duplicate.join_undone': 'took a joining back',
  'duplicate.split_undone': 'took a split back',
  'duplicate.dismissed': 'said that two records are different works',
  'duplicate.reopened': 'put a likely duplicate back on the list',
  'scoring.started': 'started scoring again',
  'scoring.cancelled': 'stopped scoring',
  'model.chosen': 'chose the model that scores from then on',
  'model.pulled': 'asked for a model from the hub',
  'model.pull_cancelled': 'stopped the pull of a model',
  'model.verified': 'had a model’s files verified',
  'model.removed': 'removed a model',
  'score.overridden': 'overrode a score',
  'score.override_undone': 'took an override back',
  'decision.given': 'decided on a document',
  'decision.undone': 'took a decision back',
  'tag.created': 'made a tag',
  'tag.changed': 'changed a tag',
  'tag.deleted': 'deleted a tag',
  'document.tagged': 'put a tag on a document',
  'document.untagged': 'took a tag off a document',
  'note.added': 'wrote a note',
  'note.changed': 'changed a note',
  'note.withdrawn': 'withdrew a note',
  'export.requested': 'asked for an export',
  'export.cancelled': 'cancelled an export',
  'export.downloaded': 'downloaded an export',
  'sample.drawn': 'drew a sample',
  'sample.topped_up': 'drew more documents into a sample',
  'sample.archived': 'put a sample away',
  'sample.restored': 'brought a sample back',
  'sample.deleted': 'deleted a sample that nobody had answered in',
  'sample.rated': 'rated a document of a sample',
  'second_look.started': 'began a second look at labels',
  'second_look.rated': 'looked at a rated document again',
  'second_look.answer_withdrawn': 'took a second look at a document back',
  'second_look.finished': 'finished a second look at labels',
  'sample.answer_withdrawn': 'took an answer about a document of a sample back',
  'calibration.saved': 'saved a threshold',
  'calibration.activated': 'activated a threshold',
  'drift.found': 'found that a collection has drifted from what the threshold was computed from',
  'drift.dismissed': 'put the notice of a drift away',
  'calibration.deactivated': 'took the threshold out of force',
  'recalibration.applied': 'put a recalibration in force',
  'recalibration.taken-back': 'took the recalibration back',
};

/** "overrode a score", or the action's own name for one that this page does not know. */
export function eventSentence(action: string): string {
  return SENTENCES[action] ?? action;
}

/** The part of the details that says what changed: "2.41 → 4.00", "version 3". */
export function eventChange(details: unknown): string {
  if (details === null || typeof details !== 'object') return '';
  const { from, to, version, name, value } = details as Record<string, unknown>;
  const parts: string[] = [];
  if (typeof name === 'string') parts.push(name);
  if (from !== undefined || to !== undefined) parts.push(`${valueWords(from)} → ${valueWords(to)}`);
  else if (value !== undefined) parts.push(valueWords(value));
  if (typeof version === 'number') parts.push(`version ${version}`);
  return parts.join(', ');
}

function valueWords(value: unknown): string {
  if (typeof value === 'number') return formatScore(value);
  return typeof value === 'string' ? value : 'none';
}
