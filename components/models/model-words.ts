import { formatBytes } from '@/components/ui/format-number';
import type { ModelRowFragment, ModelTaskLineFragment, ModelTaskStatus } from '@/graphql/generated/operations/graphql';

type Parity = NonNullable<ModelRowFragment['parity']>;
export type TriedPrecision = Parity['tried'][number];

export const FULL_PRECISION = 'fp32';

/** "pulled as main · 3f2a9c81b0d4 · 598 MB · here since 2026-11-23" */
export function modelFacts(model: ModelRowFragment): string {
  const parts = [
    ...(model.requested ? [`pulled as ${model.requested}`] : []),
    ...(model.source === 'FOLDER' ? ['imported from a folder'] : []),
    ...(model.source === 'SETTING' ? ['named by the setting WINNOW_MODEL'] : []),
    model.source === 'BUILT_IN' ? 'comes with Winnow' : model.revision.slice(0, 12),
    formatBytes(model.sizeBytes),
    ...(model.source === 'HUB' || model.source === 'FOLDER' ? [`here since ${model.addedAt.slice(0, 10)}`] : []),
    ...(model.verifiedAt ? [`verified ${model.verifiedAt.slice(0, 10)}`] : []),
  ];
  return parts.join(' · ');
}

/** What the measurement means for somebody who reads scores. */
export function paritySentence({ precision, texts, tried }: Parity): string {
  if (precision === FULL_PRECISION) {
    return 'Computed in full precision (fp32): no faster one kept the scores where they are.';
  }
  const taken = tried.find((one) => one.precision === precision);
  if (!taken) return `Computed in ${precision}.`;
  const mean = smallNumber(taken.meanDifference);
  const largest = smallNumber(taken.largestDifference);
  return `Computed in ${precision}: on ${texts} real texts a score moves by ${mean} on average and ${largest} at most, on the scale from 1 to 5.`;
}

/** A difference of scores to two digits that count: 0.00083, 0.009, 0.12. */
export function smallNumber(value: number): string {
  return value === 0 ? '0' : Number(value.toPrecision(2)).toString();
}

const DOING: Record<ModelTaskLineFragment['kind'], string> = {
  PULL: 'Fetching',
  VERIFY: 'Verifying',
  USE: 'Changing to',
  REMOVE: 'Removing',
};
const DONE: Record<ModelTaskLineFragment['kind'], string> = {
  PULL: 'Pull of',
  VERIFY: 'Verification of',
  USE: 'Change to',
  REMOVE: 'Removal of',
};
const ENDINGS: Record<ModelTaskStatus, { readonly label: string; readonly tone: 'neutral' | 'correct' | 'wrong' }> = {
  QUEUED: { label: 'in line', tone: 'neutral' },
  RUNNING: { label: 'under way', tone: 'neutral' },
  COMPLETED: { label: 'done', tone: 'correct' },
  FAILED: { label: 'failed', tone: 'wrong' },
  CANCELLED: { label: 'stopped', tone: 'neutral' },
};

export function taskLabel(task: ModelTaskLineFragment): string {
  if (task.phase === 'MEASURING') return `Comparing precisions of ${task.repository}`;
  return `${DOING[task.kind]} ${task.repository}${task.status === 'QUEUED' ? ', waiting for a worker' : ''}`;
}

export function endedLabel({ kind, repository, revision }: ModelTaskLineFragment): string {
  const which = revision && revision.length < 40 ? `@${revision}` : '';
  return `${DONE[kind]} ${repository}${which}`;
}

export function endingOf({ status }: ModelTaskLineFragment) {
  return ENDINGS[status];
}

export function isOpen({ status }: ModelTaskLineFragment): boolean {
  return status === 'QUEUED' || status === 'RUNNING';
}

/** Rows are told apart by what was asked and when. */
export function taskKey({ kind, repository, revision, createdAt }: ModelTaskLineFragment): string {
  return [kind, repository, revision, createdAt].join(' ');
}
