import type { Context } from '@/graphql/context';
import { invalid, notFound } from '@/graphql/errors';
import type { Agreement } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { overallMeasures, type Pair, pairMeasures } from '@/graphql/reliability/agreement-measures';
import { requireLoaded } from '@/graphql/require-loaded';
import type { SampleRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';
import { type FirstAnswer, findFirstAnswers } from '@/prisma/queries/reliability';

const MOST_RATERS = 10;
/** Pairs times documents that are resampled; beyond, a request would wait for its intervals. */
const MOST_RESAMPLED = 6_000;

export interface RatedBy {
  readonly raterId: string;
  readonly n: number;
}
export interface PairAgreement {
  readonly firstId: string;
  readonly secondId: string;
  readonly measures: Agreement[];
}
export interface AgreementReport {
  readonly relevanceCut: number;
  readonly documents: number;
  readonly raters: RatedBy[];
  readonly ratersLeftOut: number;
  readonly changedAnswers: number;
  readonly overall: Agreement[];
  readonly pairs: PairAgreement[];
}

/** Agreement of first answers, of the raters chosen or of the ten who have answered most. */
export async function raterAgreement(
  context: Context,
  sample: SampleRow,
  raterIds: readonly string[] | null | undefined,
): Promise<AgreementReport> {
  const { relevanceCut } = await requireLoaded(context.loaders.project.load(sample.projectId), 'project');
  const answers = await findFirstAnswers(getDatabase(), sample.id);
  const all = countRaters(answers);
  const raters = raterIds ? chooseRaters(all, raterIds) : all.slice(0, MOST_RATERS);
  const chosen = new Set(raters.map(({ raterId }) => raterId));
  const counted = answers.filter(({ raterId }) => chosen.has(raterId));
  const documents = [...byDocument(counted)].filter((given) => given.size >= 2);
  const pairs = pairsOf(raters);
  const isResampled = documents.length * Math.max(1, pairs.length) <= MOST_RESAMPLED;
  return {
    relevanceCut,
    documents: documents.length,
    raters,
    ratersLeftOut: raterIds ? 0 : all.length - raters.length,
    changedAnswers: counted.filter(({ value, valueNow }) => valueNow !== null && valueNow !== value).length,
    overall: overallMeasures(
      documents.map((given) => raters.flatMap(({ raterId }) => given.get(raterId) ?? [])),
      raters.length,
      isResampled,
    ),
    pairs: pairs.map(([firstId, secondId]) => ({
      firstId,
      secondId,
      measures: pairMeasures(answeredByBoth(documents, firstId, secondId), relevanceCut, isResampled),
    })),
  };
}

/** Most answers first. */
function countRaters(answers: readonly FirstAnswer[]): RatedBy[] {
  const counts = new Map<string, number>();
  for (const { raterId } of answers) counts.set(raterId, (counts.get(raterId) ?? 0) + 1);
  return [...counts]
    .map(([raterId, n]) => ({ raterId, n }))
    .sort((left, right) => right.n - left.n || (left.raterId < right.raterId ? -1 : 1));
}

/** Someone who has not rated here answers as someone who is not there. */
function chooseRaters(all: readonly RatedBy[], raterIds: readonly string[]): RatedBy[] {
  const wanted = [...new Set(raterIds.map((id) => keyOf('User', id, 'raterIds')))];
  if (wanted.length < 2 || wanted.length > MOST_RATERS) {
    throw invalid('raterIds', `Choose 2 to ${MOST_RATERS} raters.`, 'OUT_OF_RANGE');
  }
  return wanted.map((id) => {
    const rater = all.find(({ raterId }) => raterId === id);
    if (!rater) throw notFound('user', 'raterIds');
    return rater;
  });
}

function byDocument(answers: readonly FirstAnswer[]): Iterable<Map<string, number>> {
  const documents = new Map<string, Map<string, number>>();
  for (const { documentId, raterId, value } of answers) {
    const given = documents.get(documentId) ?? new Map<string, number>();
    documents.set(documentId, given.set(raterId, value));
  }
  return documents.values();
}

function pairsOf(raters: readonly RatedBy[]): [string, string][] {
  return raters.flatMap(({ raterId }, place) =>
    raters.slice(place + 1).map((other): [string, string] => [raterId, other.raterId]),
  );
}

function answeredByBoth(documents: readonly Map<string, number>[], firstId: string, secondId: string): Pair[] {
  return documents.flatMap((given): Pair[] => {
    const [first, second] = [given.get(firstId), given.get(secondId)];
    return first === undefined || second === undefined ? [] : [[first, second]];
  });
}
