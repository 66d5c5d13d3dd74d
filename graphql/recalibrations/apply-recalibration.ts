import type { AssessedKind } from '@/calibration/choose-recalibration';
import { MINIMUM_LABELS, type RecalibrationMap } from '@/calibration/recalibration';
import { readLabelsToSave } from '@/graphql/calibrations/read-labels';
import type { SavedLabels } from '@/graphql/calibrations/threshold-data';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError, invalid } from '@/graphql/errors';
import type {
  ApplyRecalibrationInput,
  ReapplyRecalibrationInput,
  RecalibrationKind,
  TakeBackRecalibrationInput,
} from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { requireOpenProject } from '@/graphql/projects/find-project';
import { requireRecalibration } from '@/graphql/recalibrations/find-recalibration';
import { type InForce, putInForce } from '@/graphql/recalibrations/put-in-force';
import { chooseRecalibration, type RecalibrationChoiceData } from '@/graphql/recalibrations/recalibration-choice';
import { toErrors } from '@/graphql/recalibrations/recalibration-figures';
import type { RecalibrationRow } from '@/graphql/rows';
import { requireSample } from '@/graphql/samples/find-sample';
import { type Database, getDatabase, inTransaction } from '@/prisma/client';
import { lockProject } from '@/prisma/queries/projects';
import { findModelsOfScores, nextRecalibrationVersion } from '@/prisma/queries/recalibrations';

type Applied = InForce & { readonly recalibration: RecalibrationRow };

/** Fits a kind to a sample's labels as of now, keeps it as the next version and puts it in force. */
export async function applyRecalibration(context: Context, input: ApplyRecalibrationInput): Promise<Applied> {
  const viewer = requireViewer(context);
  const sampleId = keyOf('Sample', input.sampleId, 'sampleId');
  const { sample, project } = await requireSample(context, sampleId, 'recalibration:apply', 'sample', 'sampleId');
  const labels = await readLabelsToSave(context, sample);
  if (!labels) throw new AppError('NO_LABELS', 'Nothing of this sample is rated yet: rate some of it first.');
  const choice = chooseRecalibration(labels);
  const fitted = fittedKind(choice, input.kind);
  const modelRevisionId = await modelOfLabels(choice);
  const applied = await inTransaction(async (tx) => {
    await lockProject(tx, project.id);
    const version = await nextRecalibrationVersion(tx, project.id);
    const recalibration = await tx.recalibration.create({
      data: {
        projectId: project.id,
        version,
        kind: input.kind,
        map: toJson(fitted.map),
        sampleId,
        modelRevisionId,
        report: fitted.report,
        inputs: inputsOf(choice),
        createdById: viewer.id,
      },
    });
    return { recalibration, ...(await putInForce(tx, viewer, project, recalibration)) };
  });
  return remember(context, applied);
}

export async function reapplyRecalibration(context: Context, input: ReapplyRecalibrationInput): Promise<Applied> {
  const viewer = requireViewer(context);
  const id = keyOf('Recalibration', input.recalibrationId, 'recalibrationId');
  const found = await requireRecalibration(context, id, 'recalibration:apply', 'recalibrationId');
  const applied = await inTransaction((tx) =>
    locked(tx, found.project.id, () => putInForce(tx, viewer, found.project, found.recalibration)),
  );
  return remember(context, { recalibration: found.recalibration, ...applied });
}

/** Back to the model's own scores. */
export async function takeBackRecalibration(context: Context, input: TakeBackRecalibrationInput): Promise<InForce> {
  const viewer = requireViewer(context);
  const projectId = keyOf('Project', input.projectId, 'projectId');
  const project = await requireOpenProject(context, projectId, 'recalibration:apply', 'project', 'projectId');
  return remember(
    context,
    await inTransaction((tx) => locked(tx, projectId, () => putInForce(tx, viewer, project, null))),
  );
}

async function locked<Result>(tx: Database, projectId: string, work: () => Promise<Result>): Promise<Result> {
  await lockProject(tx, projectId);
  return work();
}

function remember<Result extends InForce>(context: Context, result: Result): Result {
  const { project, deactivated } = result;
  context.loaders.project.clear(project.id).prime(project.id, project);
  if (deactivated) context.loaders.calibration.clear(deactivated.id);
  return result;
}

/** Whose scores the labels hold: one model's, or a map would be fitted to two scales at once. */
async function modelOfLabels({ labels }: RecalibrationChoiceData<SavedLabels>): Promise<string> {
  const ids = labels.labels.map(({ id }) => id);
  const models = new Set((await findModelsOfScores(getDatabase(), labels.project.id, ids)).values());
  const [model] = models;
  if (models.size === 1 && model) return model;
  const message = 'The rated documents have scores of more than one model, or of none that is known here.';
  throw new AppError('CONFLICT', `${message} Wait until scoring is done, then compare again.`, ['sampleId']);
}

/** The map as a column takes it: plain data, whatever its type says of being read only. */
function toJson(map: RecalibrationMap) {
  return map.kind === 'ISOTONIC' ? { ...map, knots: { x: [...map.knots.x], y: [...map.knots.y] } } : { ...map };
}

function fittedKind({ comparison, labels }: RecalibrationChoiceData, kind: RecalibrationKind) {
  const identity = comparison.kinds.find((assessed) => assessed.kind === 'IDENTITY');
  const assessed = comparison.kinds.find((candidate) => candidate.kind === kind);
  if (!assessed || !identity || 'notCompared' in assessed || 'notCompared' in identity) {
    throw refusal(assessed, kind, labels.labels.length);
  }
  return {
    map: assessed.map,
    report: {
      labelled: labels.labels.length,
      before: toErrors(identity.figures),
      after: toErrors(assessed.figures),
      recommended: comparison.recommended,
    },
  };
}

function refusal(assessed: AssessedKind | undefined, kind: RecalibrationKind, labelled: number): AppError {
  if (assessed && 'notCompared' in assessed && assessed.notCompared === 'SLOPE_NOT_POSITIVE') {
    return invalid('kind', 'On these ratings the line does not rise: it would turn the ranking round.', 'OUT_OF_RANGE');
  }
  const needed = MINIMUM_LABELS[kind];
  return invalid('kind', `This kind needs ${needed} rated documents, the sample has ${labelled}.`, 'OUT_OF_RANGE');
}

function inputsOf({ labels, comparison, seed }: RecalibrationChoiceData<SavedLabels>) {
  return {
    ratingIds: [...labels.ratingIds],
    labelled: labels.labels.length,
    seed,
    folds: comparison.folds,
    trainedOn: 'validation labels',
  };
}
