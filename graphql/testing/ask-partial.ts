import { makeExecutableSchema } from '@graphql-tools/schema';
import { calibrationsResolvers } from '@/graphql/calibrations/resolvers';
import { documentsResolvers } from '@/graphql/documents/resolvers';
import { typeDefs } from '@/graphql/generated/type-defs';
import { projectsResolvers } from '@/graphql/projects/resolvers';
import { ratingsResolvers } from '@/graphql/ratings/resolvers';
import { samplesResolvers } from '@/graphql/samples/resolvers';
import { dateTimeScalar, jsonScalar } from '@/graphql/shared/scalars';

export const schema = makeExecutableSchema({
  typeDefs,
  resolvers: [
    { DateTime: dateTimeScalar, JSON: jsonScalar },
    projectsResolvers,
    documentsResolvers,
    ratingsResolvers,
    samplesResolvers,
    calibrationsResolvers,
  ],
});
