import { z } from 'zod';

/** A job as a contract: what it is called, what it carries, what makes two of them the same, how often it is tried. */
export interface JobDefinition<Payload extends object> {
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  /** Jobs with the same key wait at most once in the queue; null for jobs that may wait side by side. */
  readonly key: ((payload: Payload) => string) | null;
  readonly policy: JobPolicy;
  /** Takes the payload over when every retry is used up, so that nothing is left hanging. */
  readonly afterLastTry?: string;
}

export interface JobPolicy {
  /** Tries after the first. A killed worker uses one up too, hence the generous numbers. */
  readonly retryLimit: number;
  readonly expireInSeconds: number;
  /** How long a finished job is kept. */
  readonly deleteAfterSeconds: number;
}

const DAY_SECONDS = 86_400;
const lasting: JobPolicy = { retryLimit: 30, expireInSeconds: DAY_SECONDS - 1, deleteAfterSeconds: 7 * DAY_SECONDS };
const frequent: JobPolicy = { retryLimit: 30, expireInSeconds: 3600, deleteAfterSeconds: 600 };

/** A look at a file before anything of it is stored: may it be read at once, or is somebody to say what its columns mean? */
export const inspectFile = define({
  name: 'inspect-file',
  payload: z.object({ projectId: z.uuid(), importRunId: z.uuid() }),
  key: ({ importRunId }) => importRunId,
  policy: frequent,
  afterLastTry: 'give-up-import',
});

/** A file becomes documents of a collection. */
export const importFile = define({
  name: 'import-file',
  payload: z.object({ projectId: z.uuid(), importRunId: z.uuid() }),
  key: ({ importRunId }) => importRunId,
  policy: lasting,
  afterLastTry: 'give-up-import',
});

/** An import, or the look before it, whose every try ended without a result is told as failed. */
export const giveUpImport = define({
  name: 'give-up-import',
  payload: importFile.payload,
  key: null,
  policy: lasting,
});

/** Takes an import out again: its documents, issues and files. */
export const undoImport = define({
  name: 'undo-import',
  payload: importFile.payload,
  key: ({ importRunId }) => importRunId,
  policy: lasting,
});

/** Looks for documents that the ones of an import may repeat, a page a job. */
export const proposeDuplicates = define({
  name: 'propose-duplicates',
  payload: z.object({ projectId: z.uuid(), importRunId: z.uuid(), afterDocumentId: z.uuid().nullable() }),
  key: null,
  policy: lasting,
});

/** Documents of one run that one call of the engine scores: as many as a token budget holds. */
export const scoreBatch = define({
  name: 'score-batch',
  payload: z.object({ projectId: z.uuid(), runId: z.uuid(), documentIds: z.array(z.uuid()).min(1) }),
  key: null,
  policy: frequent,
  afterLastTry: 'give-up-batch',
});

/** The documents of a batch whose every try ended without a result are told as failed. */
export const giveUpBatch = define({
  name: 'give-up-batch',
  payload: scoreBatch.payload,
  key: null,
  policy: lasting,
});

/** Scores of one document's sentences, for whoever reads it now. */
export const scoreSentences = define({
  name: 'score-sentences',
  payload: z.object({ projectId: z.uuid(), documentId: z.uuid(), modelRevisionId: z.uuid() }),
  key: ({ documentId, modelRevisionId }) => `${documentId}:${modelRevisionId}`,
  policy: frequent,
  afterLastTry: 'give-up-sentences',
});

/** Sentences whose every try ended without a result are told as failed. */
export const giveUpSentences = define({
  name: 'give-up-sentences',
  payload: scoreSentences.payload,
  key: null,
  policy: lasting,
});

/** Cuts all documents of a project into batches for a new run, a page a job. */
export const planScoring = define({
  name: 'plan-scoring',
  payload: z.object({
    projectId: z.uuid(),
    runId: z.uuid(),
    afterDocumentId: z.uuid().nullable(),
    /** Documents that were counted at the beginning and that no page has come to yet. */
    leftToPlan: z.number().int().optional(),
  }),
  key: null,
  policy: lasting,
});

/** Every document of a project gets its score under another recalibration, or under none. */
export const rerankProject = define({
  name: 'rerank-project',
  payload: z.object({ projectId: z.uuid(), rerankId: z.uuid() }),
  key: ({ rerankId }) => rerankId,
  policy: lasting,
});

/** Looks whether new collections still look like what the active threshold was computed from. */
export const checkDrift = define({
  name: 'check-drift',
  payload: z.object({ projectId: z.uuid() }),
  key: ({ projectId }) => projectId,
  policy: frequent,
});

/** What a person asked to be done with a model of the installation: pull, verify, use, remove. */
export const modelTask = define({
  name: 'model-task',
  payload: z.object({ taskId: z.uuid() }),
  key: ({ taskId }) => taskId,
  policy: lasting,
  afterLastTry: 'give-up-model-task',
});

/** A task whose every try ended without a result is told as failed. */
export const giveUpModelTask = define({
  name: 'give-up-model-task',
  payload: modelTask.payload,
  key: null,
  policy: lasting,
});

/** A filtered list becomes a file; the roles are those that the access table lets export. */
export const exportDocuments = define({
  name: 'export-documents',
  payload: z.object({
    projectId: z.uuid(),
    exportId: z.uuid(),
    roles: z.array(z.enum(['OWNER', 'ADMIN', 'REVIEWER', 'VIEWER'])),
  }),
  key: ({ exportId }) => exportId,
  policy: lasting,
  afterLastTry: 'give-up-export',
});

/** An export whose every try ended without a result is told as failed. */
export const giveUpExport = define({
  name: 'give-up-export',
  payload: exportDocuments.payload,
  key: null,
  policy: lasting,
});

/** Repairs what a death between two steps left behind, and clears away what nobody came back for. */
export const sweep = define({
  name: 'sweep',
  payload: z.object({}),
  key: () => 'sweep',
  policy: frequent,
});

/** In the order in which their queues are made: a queue is made after the one that takes over from it. */
export const JOB_DEFINITIONS = [
  giveUpImport,
  inspectFile,
  importFile,
  undoImport,
  proposeDuplicates,
  giveUpBatch,
  scoreBatch,
  giveUpSentences,
  scoreSentences,
  planScoring,
  rerankProject,
  checkDrift,
  giveUpModelTask,
  modelTask,
  giveUpExport,
  exportDocuments,
  sweep,
] as const;

export type PayloadOf<Definition> = Definition extends JobDefinition<infer Payload> ? Payload : never;

function define<Payload extends object>(definition: JobDefinition<Payload>): JobDefinition<Payload> {
  return definition;
}
