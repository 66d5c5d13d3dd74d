import { accountsResolvers } from '@/graphql/accounts/resolvers';
import { auditResolvers } from '@/graphql/audit/resolvers';
import { calibrationsResolvers } from '@/graphql/calibrations/resolvers';
import { collectionsResolvers } from '@/graphql/collections/resolvers';
import { MAX_PAGE } from '@/graphql/connection';
import { requireViewer } from '@/graphql/context';
import { decisionsResolvers } from '@/graphql/decisions/resolvers';
import { documentsResolvers } from '@/graphql/documents/resolvers';
import { driftResolvers } from '@/graphql/drift/resolvers';
import { duplicatesResolvers } from '@/graphql/duplicates/resolvers';
import { invalid } from '@/graphql/errors';
import { exportsResolvers } from '@/graphql/exports/resolvers';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { mappingsResolvers } from '@/graphql/mappings/resolvers';
import { modelsResolvers } from '@/graphql/models/resolvers';
import { findNode } from '@/graphql/node';
import { notesResolvers } from '@/graphql/notes/resolvers';
import { projectsResolvers } from '@/graphql/projects/resolvers';
import { quotasResolvers } from '@/graphql/quotas/resolvers';
import { ratingsResolvers } from '@/graphql/ratings/resolvers';
import { recalibrationsResolvers } from '@/graphql/recalibrations/resolvers';
import { referencesResolvers } from '@/graphql/references/resolvers';
import { reliabilityResolvers } from '@/graphql/reliability/resolvers';
import { samplesResolvers } from '@/graphql/samples/resolvers';
import { scoringResolvers } from '@/graphql/scoring/resolvers';
import { sentencesResolvers } from '@/graphql/sentences/resolvers';
import { bigIntScalar, dateTimeScalar, jsonScalar } from '@/graphql/shared/scalars';
import { tagsResolvers } from '@/graphql/tags/resolvers';
import { teamsResolvers } from '@/graphql/teams/resolvers';
import { tokensResolvers } from '@/graphql/tokens/resolvers';
import { uploadsResolvers } from '@/graphql/uploads/resolvers';

const sharedResolvers = {
  DateTime: dateTimeScalar,
  JSON: jsonScalar,
  BigInt: bigIntScalar,
  Node: { __resolveType: (node: { __typename?: string }) => node.__typename ?? null },
  Query: {
    node: (_root: unknown, { id }: { id: string }, context: Parameters<typeof findNode>[0]) => {
      requireViewer(context);
      return findNode(context, id);
    },
    nodes: (_root: unknown, { ids }: { ids: string[] }, context: Parameters<typeof findNode>[0]) => {
      requireViewer(context);
      if (ids.length > MAX_PAGE) throw invalid('ids', `At most ${MAX_PAGE} ids at once.`, 'TOO_MANY');
      return Promise.all(ids.map((id) => findNode(context, id)));
    },
  },
};

/** Every concept's resolvers; types of several concepts (Project, Document, Query) are merged field by field. */
export const resolvers = [
  sharedResolvers,
  accountsResolvers,
  teamsResolvers,
  tokensResolvers,
  projectsResolvers,
  collectionsResolvers,
  mappingsResolvers,
  referencesResolvers,
  documentsResolvers,
  duplicatesResolvers,
  uploadsResolvers,
  quotasResolvers,
  scoringResolvers,
  modelsResolvers,
  sentencesResolvers,
  ratingsResolvers,
  samplesResolvers,
  calibrationsResolvers,
  driftResolvers,
  recalibrationsResolvers,
  reliabilityResolvers,
  tagsResolvers,
  notesResolvers,
  decisionsResolvers,
  exportsResolvers,
  auditResolvers,
] satisfies (Resolvers | object)[];
