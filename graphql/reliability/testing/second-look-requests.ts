import { ask, at } from '@/graphql/testing/ask';

const ERRORS = 'userErrors { code field message }';
export const ITEM = 'id position title text authors journal year value isSkipped reason version';
const RESULT = 'firstLabel score secondLook outcome isSameRater document { id title }';
const ESTIMATE = '{ value lower upper n }';
export const LOOK = `id size answeredCount finishedAt rater { id } upcoming(count: 5) { ${ITEM} } answered { ${ITEM} }
  results { relevanceCut goneCount confirmed ${ESTIMATE} suspectsOnSameSide ${ESTIMATE} othersOnSameSide ${ESTIMATE}
    suspects { ${RESULT} } others { ${RESULT} } }`;

export interface LookItem {
  readonly id: string;
  readonly position: number;
  readonly title: string | null;
  readonly value: number | null;
  readonly isSkipped: boolean;
  readonly version: number;
}
export interface LookResult {
  readonly firstLabel: number;
  readonly score: number;
  readonly secondLook: number | null;
  readonly outcome: string;
  readonly isSameRater: boolean;
  readonly document: { readonly title: string };
}
export interface Look {
  readonly id: string;
  readonly size: number;
  readonly answeredCount: number;
  readonly finishedAt: string | null;
  readonly upcoming: readonly LookItem[];
  readonly answered: readonly LookItem[];
  readonly results: {
    readonly goneCount: number;
    readonly confirmed: { readonly value: number | null; readonly n: number };
    readonly suspects: readonly LookResult[];
    readonly others: readonly LookResult[];
  } | null;
}
export interface LookAnswered {
  readonly secondLook: Look | null;
  readonly item?: LookItem | null;
  readonly userErrors: readonly { readonly code: string }[];
}

function mutation(name: string, payload: string) {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const source = `mutation Do($input: ${type}!) { ${name}(input: $input) { ${payload} ${ERRORS} } }`;
  return async (user: string | undefined, input: Record<string, unknown>): Promise<LookAnswered> =>
    at(await ask(user ?? null, source, { input }), name);
}

export const start = mutation('startSecondLook', `secondLook { ${LOOK} }`);
export const rateAgain = mutation('rateSecondLook', `item { ${ITEM} } secondLook { ${LOOK} }`);
export const withdrawAgain = mutation('withdrawSecondLook', `item { ${ITEM} } secondLook { ${LOOK} }`);
export const finish = mutation('finishSecondLook', `secondLook { ${LOOK} }`);

const QUEUE = `query Queue($id: ID!) { node(id: $id) { ... on Sample {
  labelErrors { suspects largestGap nextSize } secondLook { ${LOOK} } secondLookCount secondLooks { ${LOOK} } } } }`;

export async function queueOf(user: string | undefined, id: string) {
  return at<{
    labelErrors: { suspects: number; largestGap: number | null; nextSize: number };
    secondLook: Look | null;
    secondLooks: readonly Look[];
    secondLookCount: number;
  }>(await ask(user ?? null, QUEUE, { id }), 'node');
}

/** The second look that was made, or an error that tells why there is none. */
export function begun({ secondLook, userErrors }: LookAnswered): Look {
  if (secondLook && userErrors.length === 0) return secondLook;
  throw new Error(`It was refused: ${JSON.stringify(userErrors)}`);
}
