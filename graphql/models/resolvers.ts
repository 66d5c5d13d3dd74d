import { answer } from '@/graphql/answer';
import { requireViewer } from '@/graphql/context';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { newerModel } from '@/graphql/models/newer-model';
import { readParity } from '@/graphql/models/parity-report';
import { cancelModelPull, pullModel, removeModel, useModel, verifyModel } from '@/graphql/models/request-model-task';
import { requireOperator, viewerIsOperator } from '@/graphql/models/require-operator';
import { modelsChanged } from '@/graphql/models/subscribe';
import { getDatabase } from '@/prisma/client';
import { listModelTasks } from '@/prisma/queries/model-tasks';
import { findActiveModel, listInstalledModels } from '@/prisma/queries/models';

export const modelsResolvers: Resolvers = {
  Installation: {
    viewerIsOperator: (_installation, _arguments, context) => viewerIsOperator(context),
    activeModel: (_installation, _arguments, context) => {
      requireViewer(context);
      return findActiveModel(getDatabase());
    },
    models: async (_installation, _arguments, context) => {
      await requireOperator(context);
      return listInstalledModels(getDatabase());
    },
    modelTasks: async (_installation, _arguments, context) => {
      await requireOperator(context);
      return listModelTasks(getDatabase());
    },
  },
  InstalledModel: { parity: (model) => readParity(model) },
  Project: { newerModel: (project, _arguments, context) => newerModel(context, project) },
  Mutation: {
    pullModel: (_root, { input }, context) => answer(() => pullModel(context, input)),
    cancelModelPull: (_root, { input }, context) => answer(() => cancelModelPull(context, input)),
    verifyModel: (_root, { input }, context) => answer(() => verifyModel(context, input)),
    useModel: (_root, { input }, context) => answer(() => useModel(context, input)),
    removeModel: (_root, { input }, context) => answer(() => removeModel(context, input)),
  },
  Subscription: { modelsChanged },
};
