import { answer } from '@/graphql/answer';
import type { Context } from '@/graphql/context';
import type { Resolvers, SentenceScores } from '@/graphql/generated/resolver-types';
import type { DocumentRow } from '@/graphql/rows';
import { requestSentenceScores } from '@/graphql/sentences/request-sentence-scores';
import { scoreInForce } from '@/graphql/sentences/score-in-force';

export const sentencesResolvers: Resolvers = {
  Document: {
    sentenceScores: (document, _arguments, context) => readSentenceScores(context, document),
  },
  Mutation: {
    requestSentenceScores: (_root, { input }, context) => answer(() => requestSentenceScores(context, input)),
  },
};

const NONE: SentenceScores = { state: 'NOT_REQUESTED', failureCode: null, sentences: [], limit: null };

/** Those kept for the model of the score in force, and for as much of the text as that has read. */
async function readSentenceScores(context: Context, document: DocumentRow): Promise<SentenceScores> {
  const score = await scoreInForce(context, document);
  const kept = score && (await context.loaders.sentences.load(score.key));
  if (!kept || kept.tokensRead !== score.tokensRead) return NONE;
  const { state, failureCode, boundaries, scores, limit } = kept;
  const sentences = scores.map((value, place) => ({
    start: boundaries[2 * place] ?? 0,
    end: boundaries[2 * place + 1] ?? 0,
    score: value,
  }));
  return { state, failureCode, sentences, limit };
}
