import { createHash, randomInt } from 'node:crypto';
import { v7 as createId } from 'uuid';
import { activateCalibration } from '@/graphql/calibrations/activate-calibration';
import { saveCalibration } from '@/graphql/calibrations/save-calibration';
import { decideDocument } from '@/graphql/decisions/decide-document';
import { joinDuplicates } from '@/graphql/duplicates/join-duplicates';
import { undoDuplicateDecision } from '@/graphql/duplicates/undo-duplicate-decision';
import { createExport } from '@/graphql/exports/create-export';
import { type IdType, readGlobalId, toGlobalId } from '@/graphql/global-id';
import { addNote } from '@/graphql/notes/write-notes';
import { overrideScore } from '@/graphql/ratings/override-score';
import { finishSecondLook, rateSecondLook } from '@/graphql/reliability/answer-second-look';
import { startSecondLook } from '@/graphql/reliability/start-second-look';
import { drawSample } from '@/graphql/samples/draw-sample';
import { rateSampleItem } from '@/graphql/samples/rate-sample-item';
import { createTag } from '@/graphql/tags/change-tags';
import { tagDocument } from '@/graphql/tags/tag-document';
import { inviteMember } from '@/graphql/teams/invite-member';
import { createTeamWith, type Person, requestOf } from '@/graphql/testing/people';
import { createApiToken } from '@/graphql/tokens/create-api-token';
import { locationOf, uploadClientOf, uploadIdOf } from '@/graphql/uploads/testing/upload-client';
import { uploadKey } from '@/jobs/file-store';
import { getDatabase, getPool } from '@/prisma/client';
import { rememberColumnMapping } from '@/prisma/queries/column-mappings';
import { type SeededProject, seedDocuments, seedProject } from '@/prisma/seed';

/** A team with at least one of everything that has an owner. */
export interface Tenant {
  readonly owner: Person;
  readonly admin: Person;
  readonly reviewer: Person;
  readonly viewer: Person;
  /** A global id of each type; the user is one more reviewer, the token is the owner's. */
  readonly ids: Readonly<Record<IdType, string>>;
  /** The owner's, with 4 of 10 bytes received. */
  readonly uploadId: string;
}

const TEXT = 'Asthma in children: a trial.';

/** Made by the services themselves, so that every table holds what it holds in use. Needs a folder for uploads. */
export async function createTenant(): Promise<Tenant> {
  const { teamId, people } = await createTeamWith('OWNER', 'ADMIN', 'REVIEWER', 'VIEWER', 'REVIEWER');
  const [owner, admin, reviewer, viewer, member] = people as [Person, Person, Person, Person, Person];
  const project = await seedProject(getPool(), { teamId, name: `Trials ${randomInt(1_000_000)}` });
  const scored = [1.5, 2.5, 3.5, 4.5].map((rawScore) => ({ title: `Scored ${rawScore}`, text: TEXT, rawScore }));
  const documentIds = await seedDocuments(getPool(), project, [...scored, { title: 'Pending', text: TEXT }]);
  const [documentId = ''] = documentIds;
  await populateSentences(project, documentId);
  const proposalId = await populateDuplicates(owner, project, documentIds);
  await getDatabase().teamQuota.create({ data: { teamId, documents: 1_000_000n } });
  const people_ = await populatePeople(owner, teamId);
  const judged = await populateJudgements(owner, project, documentId);
  const importRunId = await createImport(owner, project);
  const labels = await populateLabels(owner, project, { importRunId, documentId });
  const columnMappingId = await rememberMapping(owner, teamId);
  const uploadId = await beginUpload(owner, project);
  await populateModels(owner);
  const event = await getDatabase().auditEvent.findFirstOrThrow({ where: { teamId, projectId: project.projectId } });
  const ids = {
    ...people_,
    ...judged,
    User: toGlobalId('User', member.id),
    Team: toGlobalId('Team', teamId),
    Project: toGlobalId('Project', project.projectId),
    Collection: toGlobalId('Collection', project.collectionIds[0] ?? ''),
    ImportRun: toGlobalId('ImportRun', importRunId),
    ColumnMapping: toGlobalId('ColumnMapping', columnMappingId),
    ReferenceLabelSource: toGlobalId('ReferenceLabelSource', labels),
    Document: toGlobalId('Document', project.projectId, documentId),
    ScoringRun: toGlobalId('ScoringRun', project.scoringRunId),
    AuditEvent: toGlobalId('AuditEvent', event.id),
    DuplicateProposal: toGlobalId('DuplicateProposal', proposalId),
  };
  return { owner, admin, reviewer, viewer, ids, uploadId };
}

async function populatePeople(owner: Person, teamId: string) {
  const input = { teamId: toGlobalId('Team', teamId), role: 'VIEWER' as const, idempotencyKey: createId() };
  const { invitation } = await inviteMember(requestOf(owner), input);
  const { apiToken } = await createApiToken(requestOf(owner), { name: 'notebook', scopes: ['READ'] });
  return { Invitation: toGlobalId('Invitation', invitation.id), ApiToken: toGlobalId('ApiToken', apiToken.id) };
}

async function populateJudgements(owner: Person, { projectId }: SeededProject, documentId: string) {
  const document = { documentId: toGlobalId('Document', projectId, documentId), expectedVersion: 1 };
  const { rating } = await overrideScore(requestOf(owner), { ...document, value: 4, reason: 'A trial' });
  const drawn = await drawSample(requestOf(owner), { projectId: toGlobalId('Project', projectId), size: 3 });
  const sampleId = drawn.sample.id;
  const stratified = { projectId: toGlobalId('Project', projectId), kind: 'STRATIFIED' as const, strata: 2, size: 4 };
  const { sample: whole } = await drawSample(requestOf(owner), stratified);
  const itemId = toGlobalId('SampleItem', sampleId, '1');
  await rateSampleItem(requestOf(owner), { itemId, value: 4.5 });
  const saving = { sampleId: toGlobalId('Sample', sampleId), threshold: 3 };
  const { calibration } = await saveCalibration(requestOf(owner), saving);
  const calibrationId = toGlobalId('Calibration', calibration.id);
  await activateCalibration(requestOf(owner), { calibrationId });
  const reportId = await populateDrift(projectId, calibration.id);
  const recalibrationId = await populateRecalibration(owner, projectId, sampleId);
  return {
    ...(await populateReview(owner, document.documentId)),
    Rating: toGlobalId('Rating', rating.id),
    Sample: saving.sampleId,
    SampleItem: itemId,
    ...(await populateSecondLook(owner, whole.id)),
    Calibration: calibrationId,
    DriftReport: toGlobalId('DriftReport', reportId),
    Recalibration: toGlobalId('Recalibration', recalibrationId),
  };
}

/** Everything rated far from its score, and one of it looked at again. */
async function populateSecondLook(owner: Person, sampleId: string) {
  for (const place of ['1', '2', '3', '4']) {
    await rateSampleItem(requestOf(owner), { itemId: toGlobalId('SampleItem', sampleId, place), value: 5 });
  }
  const input = { sampleId: toGlobalId('Sample', sampleId) };
  const finished = await startSecondLook(requestOf(owner), { ...input, suspects: 1 });
  const seen = toGlobalId('SecondLookItem', finished.secondLook.id, '1');
  await rateSecondLook(requestOf(owner), { itemId: seen, value: 4, expectedVersion: 0 });
  await finishSecondLook(requestOf(owner), { secondLookId: toGlobalId('SecondLook', finished.secondLook.id) });
  const { secondLook } = await startSecondLook(requestOf(owner), { ...input, suspects: 1 });
  const itemId = toGlobalId('SecondLookItem', secondLook.id, '1');
  await rateSecondLook(requestOf(owner), { itemId, value: 4, expectedVersion: 0 });
  return { SecondLook: toGlobalId('SecondLook', secondLook.id), SecondLookItem: itemId };
}

async function populateReview(owner: Person, documentId: string) {
  const [projectKey = ''] = readGlobalId(documentId)?.keys ?? [];
  const projectId = toGlobalId('Project', projectKey);
  const { tag } = await createTag(requestOf(owner), { projectId, name: 'Trials' });
  const tagId = toGlobalId('Tag', tag.id);
  await tagDocument(requestOf(owner), { documentId, tagId });
  const { note } = await addNote(requestOf(owner), { documentId, text: 'Look at the methods.' });
  const decided = { documentId, value: 'INCLUDE' as const, expectedDecisionVersion: 0 };
  const { decision } = await decideDocument(requestOf(owner), decided);
  const made = await createExport(requestOf(owner), { projectId, format: 'CSV' });
  return {
    Tag: tagId,
    Note: toGlobalId('Note', note.id),
    Decision: toGlobalId('Decision', decision.id),
    ExportRun: toGlobalId('ExportRun', made.export.id),
  };
}

/** A drift as a check leaves it. */
async function populateDrift(projectId: string, calibrationId: string): Promise<string> {
  const { id: collectionId } = await getDatabase().collection.findFirstOrThrow({ where: { projectId } });
  const compared = { psi: 0.4, band: 'MAJOR', wasserstein: 0.7, ksDistance: 0.3, adjustedP: 0.001, hasDrifted: true };
  const counted = { referenceMedian: 3, currentMedian: 2, referenceCount: 4, currentCount: 50 };
  const found = { documents: 50, newDocuments: 50, hasDrifted: true };
  const features = [{ feature: 'score', ...compared, ...counted }];
  const { id } = await getDatabase().driftReport.create({
    data: { projectId, collectionId, calibrationId, ...found, features },
  });
  return id;
}

/** One that was applied and taken back: three ratings are too few to fit one to. */
async function populateRecalibration(owner: Person, projectId: string, sampleId: string): Promise<string> {
  const estimate = { value: 0.5, lower: 0.4, upper: 0.6, n: 20, method: 'percentile bootstrap' };
  const errors = { mse: estimate, r2: estimate, bias: estimate };
  const made = { projectId, sampleId, version: 1, createdById: owner.id };
  const map = { kind: 'OFFSET', offset: 0.25 };
  const report = { labelled: 20, before: errors, after: errors };
  const data = { ...made, kind: 'OFFSET' as const, map, report, inputs: {} };
  const { id } = await getDatabase().recalibration.create({ data });
  const run = { projectId, recalibrationId: id, createdById: owner.id, status: 'COMPLETED' as const };
  await getDatabase().rerankRun.create({ data: run });
  return id;
}

/** As a worker leaves them. */
async function populateSentences({ projectId, modelRevisionId }: SeededProject, documentId: string): Promise<void> {
  const textHash = createHash('sha256').update(TEXT).digest('hex');
  const found = { state: 'READY' as const, boundaries: [0, TEXT.length], scores: [4.5], textHash };
  await getDatabase().sentenceScores.create({ data: { projectId, documentId, modelRevisionId, ...found } });
}

/** A pair to decide on, and one that was decided by hand. */
async function populateDuplicates(owner: Person, { projectId }: SeededProject, ids: readonly string[]) {
  const [, secondId = '', thirdId = '', fourthId = ''] = ids;
  const pair = { projectId, firstId: secondId, secondId: thirdId, sharedAuthors: ['Heron'], authorShare: 1 };
  const { id } = await getDatabase().duplicateProposal.create({ data: pair });
  const [documentId, otherId] = [thirdId, fourthId].map((key) => toGlobalId('Document', projectId, key));
  await joinDuplicates(requestOf(owner), { documentId: documentId ?? '', otherId: otherId ?? '' });
  await undoDuplicateDecision(requestOf(owner), { documentId: otherId ?? '' });
  return id;
}

/** An import that waits, with an issue, as a worker would have left it. */
async function createImport(owner: Person, { projectId, collectionIds }: SeededProject): Promise<string> {
  const file = { projectId, collectionId: collectionIds[0] ?? '', fileName: 'trials.csv', sizeBytes: 10n };
  const id = createId();
  const upload = { ...file, id, userId: owner.id, storageKey: uploadKey(id), status: 'RECEIVED' as const };
  await getDatabase().upload.create({ data: upload });
  const issue = { position: 0, severity: 'REJECTED' as const, code: 'NO_TEXT', message: 'No text.', snippet: '"",""' };
  const count = { severity: issue.severity, code: issue.code, count: 1 };
  const run = await getDatabase().importRun.create({
    data: {
      ...file,
      uploadId: id,
      rejectedCount: 1,
      readCount: 1,
      issueCount: 1,
      issues: { create: issue },
      codes: { create: count },
    },
  });
  return run.id;
}

/** Labels that came with the import, as a worker stores them. */
async function populateLabels(
  owner: Person,
  { projectId }: SeededProject,
  { importRunId, documentId }: { readonly importRunId: string; readonly documentId: string },
): Promise<string> {
  const source = { projectId, importRunId, name: 'Cohen 2006', column: 'included', kind: 'BINARY' as const };
  const { id } = await getDatabase().referenceLabelSource.create({ data: { ...source, createdById: owner.id } });
  await getDatabase().referenceLabel.create({ data: { projectId, documentId, sourceId: id, value: 1, raw: 'yes' } });
  return id;
}

async function rememberMapping({ id: confirmedById }: Person, teamId: string): Promise<string> {
  const mapping = { roles: { text: 'abstract' }, label: null };
  await rememberColumnMapping(getDatabase(), { teamId, names: ['abstract', 'note'], mapping, confirmedById });
  return (await getDatabase().columnMapping.findFirstOrThrow({ where: { teamId } })).id;
}

/** The installation's, as a worker has seen it and as an operator has asked for it. */
async function populateModels({ id: requestedById }: Person): Promise<void> {
  const model = { repository: `curators/relevance-${randomInt(1_000_000)}`, revision: 'a'.repeat(40) };
  const seen = { source: 'HUB' as const, name: model.repository, contentHash: 'b'.repeat(64), sizeBytes: 10n };
  await getDatabase().installedModel.create({ data: { ...model, ...seen, addedAt: new Date() } });
  await getDatabase().modelTask.create({ data: { ...model, kind: 'PULL', status: 'COMPLETED', requestedById } });
}

async function beginUpload(owner: Person, { collectionIds }: SeededProject): Promise<string> {
  const client = await uploadClientOf(owner);
  const collectionId = toGlobalId('Collection', collectionIds[1] ?? '');
  const location = locationOf(await client.create(10, { filename: 'more.csv', collectionId }));
  await client.patch(location, 0, 'abcd');
  return uploadIdOf(location);
}
