import { answer } from '@/graphql/answer';
import { readNamedLabels } from '@/graphql/calibrations/read-labels';
import { type Context, requireViewer } from '@/graphql/context';
import { invalid } from '@/graphql/errors';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import { finishSecondLook, rateSecondLook, withdrawSecondLook } from '@/graphql/reliability/answer-second-look';
import { findSuspects, sizeOfHalf } from '@/graphql/reliability/choose-looks';
import { raterAgreement } from '@/graphql/reliability/rater-agreement';
import { recallSoFar } from '@/graphql/reliability/recall-so-far';
import { secondLookResults } from '@/graphql/reliability/second-look-results';
import { startSecondLook } from '@/graphql/reliability/start-second-look';
import { subgroupReport } from '@/graphql/reliability/subgroup-report';
import { requireLoaded } from '@/graphql/require-loaded';
import type { SampleRow, SecondLookRow } from '@/graphql/rows';
import { answerWithCurrent } from '@/graphql/stale-version';
import { getDatabase } from '@/prisma/client';
import {
  countAnsweredLooks,
  countSecondLooks,
  findAnsweredLooks,
  findLookedAt,
  findOpenLooks,
  findOpenSecondLook,
  findSecondLooks,
} from '@/prisma/queries/second-looks';

const MOST_UPCOMING = 5;
const MOST_LOOKS = 20;
const MOST_SUSPECTS = 50;

export const reliabilityResolvers: Resolvers = {
  Project: {
    recallSoFar: (project, asked, context) => recallSoFar(context, project, asked),
  },
  Sample: {
    subgroups: (sample, { by, threshold }, context) => subgroupReport(context, sample, by, threshold),
    agreement: (sample, { raterIds }, context) => raterAgreement(context, sample, raterIds),
    labelErrors: (sample, _arguments, context) => labelErrors(context, sample),
    secondLook: ({ id }, _arguments, context) => findOpenSecondLook(getDatabase(), id, requireViewer(context).id),
    secondLooks: ({ id }) => findSecondLooks(getDatabase(), id, MOST_LOOKS),
    secondLookCount: ({ id }) => countSecondLooks(getDatabase(), id),
  },
  AgreementRater: {
    user: ({ raterId }, _arguments, context) => requireLoaded(context.loaders.user.load(raterId), 'user'),
  },
  AgreementPair: {
    first: ({ firstId }, _arguments, context) => requireLoaded(context.loaders.user.load(firstId), 'user'),
    second: ({ secondId }, _arguments, context) => requireLoaded(context.loaders.user.load(secondId), 'user'),
  },
  SecondLook: {
    id: ({ id }) => toGlobalId('SecondLook', id),
    rater: ({ raterId }, _arguments, context) => requireLoaded(context.loaders.user.load(raterId), 'user'),
    answeredCount: ({ id }) => countAnsweredLooks(getDatabase(), id),
    upcoming: (look, { count }, context) => {
      if (count == null || count < 1 || count > MOST_UPCOMING) {
        throw invalid('count', `Ask for 1 to ${MOST_UPCOMING} documents.`, 'OUT_OF_RANGE');
      }
      return isToAnswer(context, look) ? findOpenLooks(getDatabase(), look.id, count) : [];
    },
    answered: (look, _arguments, context) =>
      isToAnswer(context, look) ? findAnsweredLooks(getDatabase(), look.id) : [],
    results: (look) => secondLookResults(look),
  },
  SecondLookItem: {
    id: ({ secondLookId, position }) => toGlobalId('SecondLookItem', secondLookId, String(position)),
  },
  SecondLookResult: {
    document: ({ projectId, documentId }, _arguments, context) =>
      requireLoaded(context.loaders.document.load({ projectId, documentId }), 'document'),
    firstLabel: ({ label }) => label,
    secondLook: ({ value }) => value,
    isSameRater: ({ hasRatedBefore }) => hasRatedBefore,
  },
  Mutation: {
    startSecondLook: (_root, { input }, context) => answer(() => startSecondLook(context, input)),
    rateSecondLook: (_root, { input }, context) => answerWithCurrent('item', () => rateSecondLook(context, input)),
    withdrawSecondLook: (_root, { input }, context) =>
      answerWithCurrent('item', () => withdrawSecondLook(context, input)),
    finishSecondLook: (_root, { input }, context) => answer(() => finishSecondLook(context, input)),
  },
};

function isToAnswer(context: Context, { raterId, finishedAt }: SecondLookRow): boolean {
  return finishedAt === null && raterId === requireViewer(context).id;
}

async function labelErrors(context: Context, sample: SampleRow) {
  const labels = (await readNamedLabels(context, sample))?.labels ?? [];
  const seen = await findLookedAt(getDatabase(), sample.id, requireViewer(context).id);
  const suspects = findSuspects(labels, seen);
  const [first] = suspects;
  const open = labels.filter(({ id }) => !seen.has(id)).length;
  return {
    suspects: suspects.length,
    largestGap: first ? Math.abs(first.rating - first.score) : null,
    nextSize: 2 * sizeOfHalf(open, suspects.length, MOST_SUSPECTS),
  };
}
