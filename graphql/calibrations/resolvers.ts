import { answer } from '@/graphql/answer';
import { activateCalibration, deactivateCalibration } from '@/graphql/calibrations/activate-calibration';
import { certifyRecall } from '@/graphql/calibrations/certify-recall';
import { chooseByCost, chooseByWorkload } from '@/graphql/calibrations/choose-threshold';
import { curveNotices } from '@/graphql/calibrations/curve-notices';
import { writeMethodsText } from '@/graphql/calibrations/methods-text';
import { rankingFigure, readReliability } from '@/graphql/calibrations/ranking-quality';
import { readProjectLabels } from '@/graphql/calibrations/read-labels';
import { estimateAt } from '@/graphql/calibrations/sample-curves';
import { readThreshold, saveCalibration } from '@/graphql/calibrations/save-calibration';
import { readSavedInputs, readSavedMetrics, readSavedReading } from '@/graphql/calibrations/saved-figures';
import { countSideChange } from '@/graphql/calibrations/side-change';
import { staleReason } from '@/graphql/calibrations/stale-reason';
import { readSavedCertificate, readSavedCosts } from '@/graphql/calibrations/threshold-origin';
import { coordinates, curvePoints, toPoint } from '@/graphql/calibrations/threshold-points';
import { toConnection } from '@/graphql/connection';
import type { Context } from '@/graphql/context';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import { requireLoaded } from '@/graphql/require-loaded';
import { readTimePage, timeKey } from '@/graphql/time-page';
import { getDatabase } from '@/prisma/client';
import { countScope, findCalibrationPage } from '@/prisma/queries/calibrations';

export const calibrationsResolvers: Resolvers = {
  Project: {
    calibrations: async ({ id }, asked) => {
      const page = readTimePage(asked, 20);
      const db = getDatabase();
      const [rows, totalCount] = await Promise.all([
        findCalibrationPage(db, id, page),
        db.calibration.count({ where: { projectId: id } }),
      ]);
      return toConnection(rows, page.take, totalCount, timeKey, page.after !== null);
    },
    activeCalibration: ({ activeCalibrationId }, _arguments, context) =>
      activeCalibrationId ? context.loaders.calibration.load(activeCalibrationId) : null,
  },
  Sample: {
    thresholdCurve: (sample, _arguments, context) => readProjectLabels(context, sample),
    thresholdAt: async (sample, { threshold }, context) => {
      const data = await readProjectLabels(context, sample);
      return data && toPoint((await estimateAt(data, readThreshold(threshold))).metrics);
    },
  },
  ThresholdCurve: {
    labelled: ({ labels }) => labels.length,
    relevant: ({ labels }) => labels.filter(({ isRelevant }) => isRelevant).length,
    relevanceCut: ({ project }) => project.relevanceCut,
    documents: async ({ project }) => (await countScope(getDatabase(), project.id, [])).total,
    points: (data) => curvePoints(data),
    notices: (data) => curveNotices(data),
    certificate: (data, { recall, confidence }) => certifyRecall(data, recall, confidence),
    byCost: (data, costs) => chooseByCost(data, costs),
    byWorkload: ({ project }, { documents }) => chooseByWorkload(project.id, documents),
    roc: (data) => coordinates(data, ({ falsePositiveRate, recall }) => [falsePositiveRate, recall.value]),
    precisionRecall: (data) => coordinates(data, ({ recall, precision }) => [recall.value, precision.value]),
    gain: (data) => coordinates(data, ({ workload, recall }) => [workload.share, recall.value]),
    rocAuc: (data) => rankingFigure(data, 'rocAuc'),
    averagePrecision: (data) => rankingFigure(data, 'averagePrecision'),
    workSaved: (data) => rankingFigure(data, 'workSaved'),
    reliability: (data) => readReliability(data),
  },
  Calibration: {
    id: ({ id }) => toGlobalId('Calibration', id),
    project: ({ projectId }, _arguments, context) => requireLoaded(context.loaders.project.load(projectId), 'project'),
    sample: ({ sampleId }, _arguments, context) => requireLoaded(context.loaders.sample.load(sampleId), 'sample'),
    model: ({ modelRevisionId }, _arguments, context) =>
      modelRevisionId ? context.loaders.modelRevision.load(modelRevisionId) : null,
    precision: (calibration) => readSavedMetrics(calibration).precision,
    recall: (calibration) => readSavedMetrics(calibration).recall,
    workload: (calibration) => readSavedMetrics(calibration).workload,
    documents: (calibration) => readSavedMetrics(calibration).documents,
    certificate: (calibration) => readSavedCertificate(calibration),
    costs: (calibration) => readSavedCosts(calibration),
    labelled: (calibration) => readSavedInputs(calibration).labelled,
    relevant: (calibration) => readSavedInputs(calibration).relevant,
    sampleSize: (calibration) => readSavedInputs(calibration).size,
    productVersion: (calibration) => readSavedInputs(calibration).productVersion ?? null,
    changesSides: (calibration, { against }, context) => countSideChange(context, calibration, against),
    methodsText: (calibration, _arguments, context) => writeMethodsText(context, calibration),
    createdBy: ({ createdById }, _arguments, context) => requireLoaded(context.loaders.user.load(createdById), 'user'),
    isActive: async ({ id, projectId }, _arguments, context) =>
      (await context.loaders.project.load(projectId))?.activeCalibrationId === id,
    staleReason: async (calibration, _arguments, context) => {
      const { projectId } = calibration;
      const project = await requireLoaded(context.loaders.project.load(projectId), 'project');
      const reading = await context.loaders.rankingBasis.load(projectId);
      const [saved, current] = await Promise.all([scaleOf(context, calibration), scaleOf(context, project)]);
      return staleReason(
        { ...calibration, reading: readSavedReading(calibration), recalibration: saved },
        {
          relevanceCut: project.relevanceCut,
          modelRevisionId: reading?.modelRevisionId ?? null,
          reading,
          recalibration: current,
        },
      );
    },
  },
  Mutation: {
    saveCalibration: (_root, { input }, context) => answer(() => saveCalibration(context, input)),
    activateCalibration: (_root, { input }, context) => answer(() => activateCalibration(context, input)),
    deactivateCalibration: (_root, { input }, context) => answer(() => deactivateCalibration(context, input)),
  },
};

async function scaleOf(context: Context, { recalibrationId }: { recalibrationId: string | null }) {
  return recalibrationId ? context.loaders.recalibration.load(recalibrationId) : null;
}
