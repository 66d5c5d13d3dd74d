import { readGlobalId, toGlobalId } from '@/graphql/global-id';
import { ask, at } from '@/graphql/testing/ask';
import { getDatabase } from '@/prisma/client';

const ERRORS = 'userErrors { code field message }';
export const SAMPLE = `id kind scope scopeThreshold seed method size populationSize ratersPerDocument goneCount reserveCount
  archivedAt isDeletable answeredCount ratedCount skippedCount relevantCount completeCount viewerAnsweredCount viewerOpenCount
  strata { ordinal lower upper populationSize size guessedProportion }
  raters { user { name } answeredCount ratedCount skippedCount }
  next { id position value } upcoming { id position }`;

export interface Item {
  readonly id: string;
  readonly position: number;
  readonly value: number | null;
  readonly isSkipped?: boolean;
  readonly reason?: string;
}
export interface Stratum {
  readonly ordinal: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly populationSize: number;
  readonly size: number;
  readonly guessedProportion: number;
}
export interface Sample {
  readonly id: string;
  readonly kind: string;
  readonly scope: string;
  readonly scopeThreshold: number | null;
  readonly seed: string;
  readonly size: number;
  readonly populationSize: number;
  readonly ratersPerDocument: number;
  readonly goneCount: number;
  readonly reserveCount: number;
  readonly archivedAt: string | null;
  readonly isDeletable: boolean;
  readonly answeredCount: number;
  readonly ratedCount: number;
  readonly skippedCount: number;
  readonly completeCount: number;
  readonly viewerAnsweredCount: number;
  readonly viewerOpenCount: number;
  readonly strata: readonly Stratum[];
  readonly raters: readonly {
    user: { name: string };
    answeredCount: number;
    ratedCount: number;
    skippedCount: number;
  }[];
  readonly next: Item | null;
  readonly upcoming: readonly Item[];
}
export interface Answered {
  readonly sample: Sample | null;
  readonly item?: Item | null;
  readonly userErrors: readonly { readonly code: string; readonly field: string[] | null; readonly message: string }[];
}

type Input = Record<string, unknown>;

function mutation(name: string, payload: string) {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const source = `mutation Do($input: ${type}!) { ${name}(input: $input) { ${payload} ${ERRORS} } }`;
  return async (user: string | undefined, input: Input): Promise<Answered> =>
    at(await ask(user ?? null, source, { input }), name);
}

const ITEM = 'item { id position value isSkipped reason }';
export const draw = mutation('drawSample', `sample { ${SAMPLE} }`);
export const topUp = mutation('topUpSample', `sample { ${SAMPLE} }`);
export const archive = mutation('archiveSample', `sample { ${SAMPLE} }`);
export const restore = mutation('restoreSample', `sample { ${SAMPLE} }`);
export const remove = mutation('deleteSample', `sample { ${SAMPLE} }`);
export const rate = mutation('rateSampleItem', `${ITEM} sample { ${SAMPLE} }`);
export const withdraw = mutation('withdrawSampleAnswer', `${ITEM} sample { ${SAMPLE} }`);

/** The sample that was made, or an error that tells why there is none. */
export function done({ sample, userErrors }: Answered): Sample {
  if (sample && userErrors.length === 0) return sample;
  throw new Error(`It was refused: ${JSON.stringify(userErrors)}`);
}

export const codes = ({ userErrors }: Answered) => userErrors.map(({ code }) => code);

/** The sample as this person sees it. */
export async function look(user: string | undefined, { id }: { readonly id: string }): Promise<Sample> {
  return at(
    await ask(user ?? null, `query ($id: ID!) { node(id: $id) { ... on Sample { ${SAMPLE} } } }`, { id }),
    'node',
  );
}

export const keyOfSample = ({ id }: { readonly id: string }) => readGlobalId(id)?.keys[0] ?? '';
export const itemOf = (sample: { readonly id: string }, position: number) =>
  toGlobalId('SampleItem', keyOfSample(sample), String(position));

/** What was drawn, in the order in which it is shown. */
export function drawnOf(sample: { readonly id: string }) {
  const where = { sampleId: keyOfSample(sample), position: { not: null } };
  return getDatabase().sampledDocument.findMany({ where, orderBy: { position: 'asc' } });
}

/** The stored order of each stratum, the reserve included. */
export function orderOf(sample: { readonly id: string }) {
  const orderBy = [{ stratum: 'asc' as const }, { place: 'asc' as const }];
  return getDatabase().sampledDocument.findMany({ where: { sampleId: keyOfSample(sample) }, orderBy });
}
