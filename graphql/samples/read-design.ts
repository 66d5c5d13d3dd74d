import { randomBytes } from 'node:crypto';
import { invalid } from '@/graphql/errors';
import type { DrawSampleInput, SampleKind, SampleScope, StratumRanges } from '@/graphql/generated/resolver-types';
import { requireLine } from '@/graphql/input-text';

/** Documents of one sample, top-ups included; and of one stratum's stored order. */
export const MAX_SIZE = 5_000;
const MAX_SEED = 200;

/** What somebody wants drawn, in range as far as that can be told without looking at the documents. */
export interface AskedDesign {
  readonly kind: SampleKind;
  readonly scope: SampleScope;
  readonly size: number;
  readonly seed: string;
  readonly strata: number;
  readonly ranges: StratumRanges;
  readonly ratersPerDocument: number;
}

export function readDesign(input: Omit<DrawSampleInput, 'projectId' | 'idempotencyKey'>): AskedDesign {
  requireWithin('size', input.size, 1, MAX_SIZE, 'A sample has');
  const [strata, ratersPerDocument] = [input.strata ?? 5, input.ratersPerDocument ?? 1];
  requireWithin('strata', strata, 2, 10, 'A stratified sample has');
  requireWithin('ratersPerDocument', ratersPerDocument, 1, 10, 'A document is rated by');
  return {
    kind: input.kind ?? 'SIMPLE_RANDOM',
    scope: input.scope ?? 'SCORED',
    size: input.size,
    seed: input.seed == null ? randomBytes(8).toString('hex') : requireLine('seed', input.seed, MAX_SEED),
    strata,
    ranges: input.ranges ?? 'QUANTILE',
    ratersPerDocument,
  };
}

const UNITS = { size: 'documents', strata: 'ranges', ratersPerDocument: 'raters' } as const;

function requireWithin(field: keyof typeof UNITS, value: number, least: number, most: number, what: string): void {
  if (value >= least && value <= most) return;
  throw invalid(field, `${what} ${least} to ${most.toLocaleString('en')} ${UNITS[field]}.`, 'OUT_OF_RANGE');
}
