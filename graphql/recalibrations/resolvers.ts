import { readStoredRecalibration } from '@/calibration/stored-recalibration';
import { answer } from '@/graphql/answer';
import { toConnection } from '@/graphql/connection';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import {
  applyRecalibration,
  reapplyRecalibration,
  takeBackRecalibration,
} from '@/graphql/recalibrations/apply-recalibration';
import { readRecalibrationChoice } from '@/graphql/recalibrations/recalibration-choice';
import { readReport, toCurve, toErrors } from '@/graphql/recalibrations/recalibration-figures';
import { recalibrationStaleReason } from '@/graphql/recalibrations/stale-reason';
import { requireLoaded } from '@/graphql/require-loaded';
import { readTimePage, timeKey } from '@/graphql/time-page';
import { getDatabase } from '@/prisma/client';
import { findNewestRerank, findRecalibrationPage } from '@/prisma/queries/recalibrations';

/** More points than a picture can tell apart. */
const MOST_POINTS = 2_000;

export const recalibrationsResolvers: Resolvers = {
  Project: {
    recalibration: ({ recalibrationId }, _arguments, context) =>
      recalibrationId ? context.loaders.recalibration.load(recalibrationId) : null,
    recalibrations: async ({ id }, asked) => {
      const page = readTimePage(asked, 20);
      const db = getDatabase();
      const [rows, totalCount] = await Promise.all([
        findRecalibrationPage(db, id, page),
        db.recalibration.count({ where: { projectId: id } }),
      ]);
      return toConnection(rows, page.take, totalCount, timeKey, page.after !== null);
    },
    rerank: ({ id }) => findNewestRerank(getDatabase(), id),
  },
  Sample: {
    recalibrationChoice: (sample, _arguments, context) => readRecalibrationChoice(context, sample),
  },
  Calibration: {
    recalibration: ({ recalibrationId }, _arguments, context) =>
      recalibrationId ? context.loaders.recalibration.load(recalibrationId) : null,
  },
  RecalibrationChoice: {
    labelled: ({ comparison }) => comparison.labels,
    folds: ({ comparison }) => comparison.folds,
    recommended: ({ comparison }) => comparison.recommended,
    kinds: ({ comparison }) => [...comparison.kinds],
    points: ({ labels }) => labels.labels.slice(0, MOST_POINTS).map(({ rawScore, rating }) => ({ rawScore, rating })),
  },
  RecalibrationCandidate: {
    errors: (assessed) => ('notCompared' in assessed ? null : toErrors(assessed.figures)),
    notCompared: (assessed) => ('notCompared' in assessed ? assessed.notCompared : null),
    curve: (assessed) => ('notCompared' in assessed ? [] : toCurve(assessed.map)),
  },
  Recalibration: {
    id: ({ id }) => toGlobalId('Recalibration', id),
    project: ({ projectId }, _arguments, context) => requireLoaded(context.loaders.project.load(projectId), 'project'),
    sample: ({ sampleId }, _arguments, context) => requireLoaded(context.loaders.sample.load(sampleId), 'sample'),
    model: ({ modelRevisionId }, _arguments, context) =>
      modelRevisionId ? context.loaders.modelRevision.load(modelRevisionId) : null,
    labelled: (recalibration) => readReport(recalibration).labelled,
    before: (recalibration) => readReport(recalibration).before,
    after: (recalibration) => readReport(recalibration).after,
    curve: ({ map }) => toCurve(readStoredRecalibration(map)),
    createdBy: ({ createdById }, _arguments, context) => requireLoaded(context.loaders.user.load(createdById), 'user'),
    isInForce: async ({ id, projectId }, _arguments, context) =>
      (await context.loaders.project.load(projectId))?.recalibrationId === id,
    staleReason: async ({ projectId, modelRevisionId }, _arguments, context) => {
      const basis = await context.loaders.rankingBasis.load(projectId);
      return recalibrationStaleReason(modelRevisionId, basis?.modelRevisionId ?? null);
    },
  },
  Rerank: {
    recalibration: ({ recalibrationId }, _arguments, context) =>
      recalibrationId ? context.loaders.recalibration.load(recalibrationId) : null,
    total: ({ totalCount }) => totalCount,
    done: ({ doneCount }) => doneCount,
  },
  Mutation: {
    applyRecalibration: (_root, { input }, context) => answer(() => applyRecalibration(context, input)),
    reapplyRecalibration: (_root, { input }, context) => answer(() => reapplyRecalibration(context, input)),
    takeBackRecalibration: (_root, { input }, context) => answer(() => takeBackRecalibration(context, input)),
  },
};
