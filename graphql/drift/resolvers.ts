import { answer } from '@/graphql/answer';
import { toConnection } from '@/graphql/connection';
import { agreementByMonth } from '@/graphql/drift/agreement-by-month';
import { requestDriftCheck } from '@/graphql/drift/check-drift';
import { dismissDriftNotice } from '@/graphql/drift/dismiss-drift-notice';
import { readReportFeatures } from '@/graphql/drift/read-features';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import { requireLoaded } from '@/graphql/require-loaded';
import type { DriftReportRow } from '@/graphql/rows';
import { readTimePage, timeKey } from '@/graphql/time-page';
import { getDatabase } from '@/prisma/client';
import { countReports, findReportPage } from '@/prisma/queries/drift';
import { readDriftBasis } from '@/prisma/queries/drift-basis';

export const driftResolvers: Resolvers = {
  Project: {
    driftReports: async ({ id: projectId, activeCalibrationId: calibrationId }, asked) => {
      const page = readTimePage(asked, 20);
      if (!calibrationId) return toConnection<DriftReportRow>([], page.take, 0, timeKey, page.after !== null);
      const scope = { projectId, calibrationId, onlyOpen: asked.onlyOpen ?? false };
      const db = getDatabase();
      const [rows, totalCount] = await Promise.all([findReportPage(db, scope, page), countReports(db, scope)]);
      return toConnection(rows, page.take, totalCount, timeKey, page.after !== null);
    },
    agreementByMonth: (project, _arguments, context) => agreementByMonth(context, project),
    driftHindrance: async ({ id }) => {
      const basis = await readDriftBasis(getDatabase(), id);
      return typeof basis === 'string' ? basis : null;
    },
  },
  DriftReport: {
    id: ({ id }) => toGlobalId('DriftReport', id),
    project: ({ projectId }, _arguments, context) => requireLoaded(context.loaders.project.load(projectId), 'project'),
    collection: ({ collectionId }, _arguments, context) =>
      requireLoaded(context.loaders.collection.load(collectionId), 'collection'),
    calibration: ({ calibrationId }, _arguments, context) =>
      requireLoaded(context.loaders.calibration.load(calibrationId), 'calibration'),
    features: readReportFeatures,
    dismissedBy: ({ dismissedById }, _arguments, context) =>
      dismissedById ? context.loaders.user.load(dismissedById) : null,
  },
  Mutation: {
    checkDrift: (_root, { input }, context) => answer(() => requestDriftCheck(context, input)),
    dismissDriftNotice: (_root, { input }, context) => answer(() => dismissDriftNotice(context, input)),
  },
};
