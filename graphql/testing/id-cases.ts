import { v7 as createId } from 'uuid';
import { type IdType, readGlobalId, toGlobalId } from '@/graphql/global-id';
import type { Tenant } from '@/graphql/testing/tenant';

type Variables = Record<string, unknown>;

export interface IdCase {
  /** What the id names, or every type that `node` finds. */
  readonly type: IdType | 'every';
  /** The arguments that hold the id; what else is needed is the caller's own. */
  readonly variables: (id: string, own: Tenant) => Variables;
  /** Left out where the field is asked from the root with its arguments as variables. */
  readonly document?: string;
}

function input(type: IdType, build: (id: string, own: Tenant) => Variables): IdCase {
  return { type, variables: (id, own) => ({ input: build(id, own) }) };
}

const DOCUMENTS_OF_COLLECTIONS = `query Documents($project: ID!, $ids: [ID!]!) {
  project(id: $project) { documents(filter: { collectionIds: $ids }, first: 5) { totalCount nodes { id title } } }
}`;

const DOCUMENTS_OF_SOURCE = `query Documents($project: ID!, $id: ID!) {
  project(id: $project) { documents(filter: { referenceLabels: [{ sourceId: $id, isLabelled: true }] }, first: 5) {
    totalCount nodes { id title } } }
}`;

const DOCUMENTS_OF_TAGS = `query Documents($project: ID!, $ids: [ID!]!) {
  project(id: $project) { documents(filter: { tagIds: $ids }, first: 5) { totalCount nodes { id title } } }
}`;

const AGREEMENT = `query Agreement($sample: ID!, $ids: [ID!]!) {
  node(id: $sample) { ... on Sample { agreement(raterIds: $ids) { documents raters { n user { id name } } } } }
}`;

const RECALL_BY_EXCLUDED = `query Recall($project: ID!, $id: ID!) {
  project(id: $project) { recallSoFar(elusionSampleId: $id) { elusion { status sample { id seed } } } }
}`;

const RECALL_BY_CONTROL = `query Recall($project: ID!, $id: ID!) {
  project(id: $project) { recallSoFar(controlSampleId: $id) { control { status sample { id seed } } } }
}`;

const SIDE_CHANGE = `query SideChange($id: ID!, $against: ID!) {
  node(id: $id) { ... on Calibration { changesSides(against: $against) { entering leaving documents } } }
}`;

/** One entry for each place of the schema that takes a global id; a place without one fails the isolation test. */
export const ID_CASES: Readonly<Record<string, IdCase>> = {
  'Query.node(id)': { type: 'every', variables: (id) => ({ id }) },
  'Query.nodes(ids)': { type: 'every', variables: (id, own) => ({ ids: [own.ids.Team, id] }) },
  'Query.project(id)': { type: 'Project', variables: (id) => ({ id }) },
  'Subscription.projectChanged(projectId)': { type: 'Project', variables: (projectId) => ({ projectId }) },
  'Project.documents(filter.collectionIds)': {
    type: 'Collection',
    variables: (id, own) => ({ project: own.ids.Project, ids: [id] }),
    document: DOCUMENTS_OF_COLLECTIONS,
  },
  'Project.documents(filter.referenceLabels.sourceId)': {
    type: 'ReferenceLabelSource',
    variables: (id, own) => ({ project: own.ids.Project, id }),
    document: DOCUMENTS_OF_SOURCE,
  },

  'Project.documents(filter.tagIds)': {
    type: 'Tag',
    variables: (id, own) => ({ project: own.ids.Project, ids: [id] }),
    document: DOCUMENTS_OF_TAGS,
  },
  'Calibration.changesSides(against)': {
    type: 'Calibration',
    variables: (against, own) => ({ id: own.ids.Calibration, against }),
    document: SIDE_CHANGE,
  },

  'Sample.agreement(raterIds)': {
    type: 'User',
    variables: (id, own) => ({ sample: own.ids.Sample, ids: [own.ids.User, id] }),
    document: AGREEMENT,
  },
  'Project.recallSoFar(elusionSampleId)': {
    type: 'Sample',
    variables: (id, own) => ({ project: own.ids.Project, id }),
    document: RECALL_BY_EXCLUDED,
  },
  'Project.recallSoFar(controlSampleId)': {
    type: 'Sample',
    variables: (id, own) => ({ project: own.ids.Project, id }),
    document: RECALL_BY_CONTROL,
  },

  'Mutation.renameTeam(input.teamId)': input('Team', (teamId) => ({ teamId, name: 'Taken over' })),
  'Mutation.inviteMember(input.teamId)': input('Team', (teamId) => ({ teamId, role: 'VIEWER' })),
  'Mutation.revokeInvitation(input.invitationId)': input('Invitation', (invitationId) => ({ invitationId })),
  'Mutation.changeMemberRole(input.teamId)': input('Team', (teamId, { ids }) => ({
    teamId,
    userId: ids.User,
    role: 'ADMIN',
  })),
  'Mutation.changeMemberRole(input.userId)': input('User', (userId, { ids }) => ({
    teamId: ids.Team,
    userId,
    role: 'VIEWER',
  })),
  'Mutation.removeMember(input.teamId)': input('Team', (teamId, { ids }) => ({ teamId, userId: ids.User })),
  'Mutation.removeMember(input.userId)': input('User', (userId, { ids }) => ({ teamId: ids.Team, userId })),
  'Mutation.revokeApiToken(input.apiTokenId)': input('ApiToken', (apiTokenId) => ({ apiTokenId })),

  'Mutation.createProject(input.teamId)': input('Team', (teamId) => ({ teamId, name: 'Smuggled in' })),
  'Mutation.createSampleProject(input.teamId)': input('Team', (teamId) => ({ teamId })),
  'Mutation.updateProject(input.projectId)': input('Project', (projectId) => ({
    projectId,
    name: 'Taken over',
    expectedVersion: 1,
  })),
  'Mutation.archiveProject(input.projectId)': input('Project', (projectId) => ({ projectId })),
  'Mutation.restoreProject(input.projectId)': input('Project', (projectId) => ({ projectId })),
  'Mutation.createCollection(input.projectId)': input('Project', (projectId) => ({ projectId, name: 'Smuggled in' })),
  'Mutation.renameCollection(input.collectionId)': input('Collection', (collectionId) => ({
    collectionId,
    name: 'Taken over',
  })),
  'Mutation.cancelImport(input.importId)': input('ImportRun', (importId) => ({ importId })),
  'Mutation.retryImport(input.importId)': input('ImportRun', (importId) => ({ importId })),
  'Mutation.confirmImportMapping(input.importId)': input('ImportRun', (importId) => ({
    importId,
    columns: [{ name: 'abstract', role: 'TEXT' }],
  })),
  'Mutation.previewImport(input.importId)': input('ImportRun', (importId) => ({ importId, encoding: 'UTF_8' })),
  'Mutation.forgetColumnMapping(input.columnMappingId)': input('ColumnMapping', (columnMappingId) => ({
    columnMappingId,
  })),
  'Mutation.undoImport(input.importId)': input('ImportRun', (importId) => ({ importId })),
  'Mutation.setTeamQuota(input.teamId)': input('Team', (teamId) => ({ teamId, documents: 1 })),
  'Mutation.splitDuplicate(input.documentId)': input('Document', (documentId) => ({ documentId })),
  'Mutation.joinDuplicates(input.documentId)': input('Document', (documentId, { ids }) => ({
    documentId,
    otherId: ids.Document,
  })),
  'Mutation.joinDuplicates(input.otherId)': input('Document', (otherId, { ids }) => ({
    documentId: ids.Document,
    otherId,
  })),
  'Mutation.undoDuplicateDecision(input.documentId)': input('Document', (documentId) => ({ documentId })),
  'Mutation.decideDuplicateProposal(input.proposalId)': input('DuplicateProposal', (proposalId) => ({
    proposalId,
    decision: 'DISMISS',
  })),
  'Mutation.startScoring(input.projectId)': input('Project', (projectId) => ({
    projectId,
    idempotencyKey: 'once',
  })),
  'Mutation.cancelScoring(input.scoringRunId)': input('ScoringRun', (scoringRunId) => ({ scoringRunId })),
  'Mutation.requestSentenceScores(input.documentId)': input('Document', (documentId) => ({ documentId })),
  'Mutation.overrideScore(input.documentId)': input('Document', (documentId) => ({
    documentId,
    value: 5,
    expectedVersion: 2,
  })),
  'Mutation.undoOverride(input.documentId)': input('Document', (documentId) => ({ documentId, expectedVersion: 2 })),
  'Mutation.decideDocument(input.documentId)': input('Document', (documentId) => ({
    documentId,
    value: 'MAYBE',
    expectedDecisionVersion: 1,
  })),
  'Mutation.undoDecision(input.documentId)': input('Document', (documentId) => ({
    documentId,
    expectedDecisionVersion: 1,
  })),
  'Mutation.createTag(input.projectId)': input('Project', (projectId) => ({ projectId, name: 'Smuggled in' })),
  'Mutation.changeTag(input.tagId)': input('Tag', (tagId) => ({ tagId, name: 'Taken over' })),
  'Mutation.tagDocument(input.documentId)': input('Document', (documentId, { ids }) => ({
    documentId,
    tagId: ids.Tag,
  })),
  'Mutation.tagDocument(input.tagId)': input('Tag', (tagId, { ids }) => ({ documentId: ids.Document, tagId })),
  'Mutation.untagDocument(input.documentId)': input('Document', (documentId, { ids }) => ({
    documentId,
    tagId: ids.Tag,
  })),
  'Mutation.untagDocument(input.tagId)': input('Tag', (tagId, { ids }) => ({ documentId: ids.Document, tagId })),
  'Mutation.addNote(input.documentId)': input('Document', (documentId) => ({ documentId, text: 'Smuggled in' })),
  'Mutation.changeNote(input.noteId)': input('Note', (noteId) => ({ noteId, text: 'Taken over' })),
  'Mutation.withdrawNote(input.noteId)': input('Note', (noteId) => ({ noteId })),
  'Mutation.createExport(input.projectId)': input('Project', (projectId) => ({ projectId, format: 'CSV' })),
  'Mutation.createExport(input.filter.collectionIds)': input('Collection', (id, { ids }) => ({
    projectId: ids.Project,
    format: 'CSV',
    filter: { collectionIds: [id] },
  })),
  'Mutation.createExport(input.filter.tagIds)': input('Tag', (id, { ids }) => ({
    projectId: ids.Project,
    format: 'CSV',
    filter: { tagIds: [id] },
  })),
  'Mutation.createExport(input.filter.referenceLabels.sourceId)': input(
    'ReferenceLabelSource',
    (sourceId, { ids }) => ({
      projectId: ids.Project,
      format: 'CSV',
      filter: { referenceLabels: [{ sourceId, isLabelled: true }] },
    }),
  ),
  'Mutation.cancelExport(input.exportId)': input('ExportRun', (exportId) => ({ exportId })),
  'Mutation.drawSample(input.projectId)': input('Project', (projectId) => ({ projectId, size: 2, seed: 'herons' })),
  'Mutation.topUpSample(input.sampleId)': input('Sample', (sampleId) => ({
    sampleId,
    additional: 1,
    expectedSize: 3,
  })),
  'Mutation.archiveSample(input.sampleId)': input('Sample', (sampleId) => ({ sampleId })),
  'Mutation.restoreSample(input.sampleId)': input('Sample', (sampleId) => ({ sampleId })),
  'Mutation.deleteSample(input.sampleId)': input('Sample', (sampleId) => ({ sampleId })),
  'Mutation.rateSampleItem(input.itemId)': input('SampleItem', (itemId) => ({ itemId, value: 2 })),
  'Mutation.withdrawSampleAnswer(input.itemId)': input('SampleItem', (itemId) => ({ itemId })),
  'Mutation.startSecondLook(input.sampleId)': input('Sample', (sampleId) => ({ sampleId })),
  'Mutation.rateSecondLook(input.itemId)': input('SecondLookItem', (itemId) => ({
    itemId,
    value: 2,
    expectedVersion: 1,
  })),
  'Mutation.withdrawSecondLook(input.itemId)': input('SecondLookItem', (itemId) => ({ itemId, expectedVersion: 1 })),
  'Mutation.finishSecondLook(input.secondLookId)': input('SecondLook', (secondLookId) => ({ secondLookId })),
  'Mutation.saveCalibration(input.sampleId)': input('Sample', (sampleId) => ({ sampleId, threshold: 2 })),
  'Mutation.applyRecalibration(input.sampleId)': input('Sample', (sampleId) => ({ sampleId, kind: 'OFFSET' })),
  'Mutation.reapplyRecalibration(input.recalibrationId)': input('Recalibration', (recalibrationId) => ({
    recalibrationId,
  })),
  'Mutation.takeBackRecalibration(input.projectId)': input('Project', (projectId) => ({ projectId })),
  'Mutation.activateCalibration(input.calibrationId)': input('Calibration', (calibrationId) => ({ calibrationId })),
  'Mutation.deactivateCalibration(input.projectId)': input('Project', (projectId) => ({ projectId })),
  'Mutation.checkDrift(input.projectId)': input('Project', (projectId) => ({ projectId })),
  'Mutation.dismissDriftNotice(input.driftReportId)': input('DriftReport', (driftReportId) => ({ driftReportId })),
  // Last: the tag is needed before.
  'Mutation.deleteTag(input.tagId)': input('Tag', (tagId) => ({ tagId })),
};

/** Ids of another team, each with an id of the same form that names nothing. */
export function foreignIds(type: IdType, foreign: Tenant, own: Tenant): { foreign: string; random: string }[] {
  const id = foreign.ids[type];
  const random = (...keys: string[]) => toGlobalId(type, ...keys);
  if (type === 'SampleItem' || type === 'SecondLookItem') return [{ foreign: id, random: random(createId(), '1') }];
  if (type !== 'Document') return [{ foreign: id, random: random(createId()) }];
  const [foreignProject, foreignDocument] = keysOf(id);
  const [ownProject, ownDocument] = keysOf(own.ids.Document);
  return [
    { foreign: id, random: random(createId(), createId()) },
    { foreign: random(ownProject, foreignDocument), random: random(ownProject, createId()) },
    { foreign: random(foreignProject, ownDocument), random: random(createId(), ownDocument) },
    { foreign: random(foreignProject, createId()), random: random(createId(), createId()) },
  ];
}

function keysOf(id: string): readonly [string, string] {
  const [first = '', second = ''] = readGlobalId(id)?.keys ?? [];
  return [first, second];
}
