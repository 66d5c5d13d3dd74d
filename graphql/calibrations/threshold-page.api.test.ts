import { beforeAll, describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { ask, at } from '@/graphql/testing/ask';
import { getDatabase, getPool } from '@/prisma/client';
import { seedDocuments, seedProject, seedTeam } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

const ESTIMATE = '{ value lower upper n method }';
const XY = '{ threshold x y }';
const CURVE = `labelled notices rocAuc ${ESTIMATE} averagePrecision ${ESTIMATE} workSaved ${ESTIMATE}
  roc ${XY} precisionRecall ${XY} gain ${XY} reliability { n brier bins { lower upper meanProbability observed ${ESTIMATE} } }
  certificate { threshold refusal positivesMissing labelsMissing allowedMisses errorBound }`;
const POINT = `threshold workload falsePositiveRate f1Estimate ${ESTIMATE} precision ${ESTIMATE} recall ${ESTIMATE}
  falsePositives ${ESTIMATE} falseNegatives ${ESTIMATE}`;
const READ = `query Read($sample: ID!, $threshold: Float!) { node(id: $sample) { ... on Sample {
  thresholdAt(threshold: $threshold) { ${POINT} } thresholdCurve { ${CURVE} } } } }`;
const BY_COST = `query Cost($sample: ID!, $fp: Float!, $fn: Float!) { node(id: $sample) { ... on Sample { thresholdCurve {
  byCost(falsePositive: $fp, falseNegative: $fn) { includes threshold workload apparentCost crossValidatedCost folds labels } } } } }`;
const BY_WORKLOAD = `query Work($sample: ID!, $documents: Int!) { node(id: $sample) { ... on Sample { thresholdCurve {
  byWorkload(documents: $documents) { documents includes threshold workload } } } } }`;
const SAVE = `mutation Save($input: SaveCalibrationInput!) { saveCalibration(input: $input) {
  calibration { id threshold origin costs { falsePositive falseNegative }
    certificate { recall confidence threshold isCovered positives positivesMissing refusal } }
  userErrors { code field } } }`;

const SCORES = [1.2, 1.2, 1.8, 2.4, 2.5, 2.5, 3.1, 3.3, 3.9, 4.4, 4.4, 4.9];
const RELEVANT = [0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 1, 1];

let users: readonly string[];
let teamId: string;
beforeAll(async () => {
  ({ teamId, userIds: users } = await seedTeam(getPool(), 'Deciders', ['OWNER', 'REVIEWER']));
});

interface Given {
  readonly scores?: readonly number[];
  /** By place; null leaves a document unrated. */
  readonly ratings?: readonly (number | null)[];
  /** Upper ends of the strata but the last, with the documents of each; a simple random sample without. */
  readonly strata?: { readonly cuts: readonly number[]; readonly sizes: readonly number[] };
  /** Scores of documents beside the sample. */
  readonly others?: readonly number[];
  readonly scope?: 'SCORED' | 'EXCLUDED';
}

/** A project with a sample as it lies in the database once it is drawn and rated. */
async function sampled({ scores = SCORES, ratings, strata, others = [], scope = 'SCORED' }: Given = {}) {
  const project = await seedProject(getPool(), { teamId });
  const ids = await seedDocuments(
    getPool(),
    project,
    [...scores, ...others].map((rawScore) => ({ rawScore })),
  );
  const drawn = ids.slice(0, scores.length);
  const stratumOf = (place: number) => (strata ? strata.cuts.filter((cut) => (scores[place] ?? 0) >= cut).length : 0);
  const sample = await getDatabase().sampleDesign.create({
    data: {
      projectId: project.projectId,
      kind: strata ? 'STRATIFIED' : 'SIMPLE_RANDOM',
      scope,
      scopeThreshold: scope === 'EXCLUDED' ? 5 : null,
      seed: 'cranes',
      size: scores.length,
      populationSize: scores.length + others.length,
      createdById: users[0] ?? '',
      strata: {
        create: (strata?.sizes ?? []).map((populationSize, ordinal) => ({
          ordinal,
          populationSize,
          size: scores.filter((_, place) => stratumOf(place) === ordinal).length,
          guessedProportion: 0.5,
        })),
      },
      documents: {
        create: drawn.map((documentId, place) => ({
          projectId: project.projectId,
          documentId,
          stratum: stratumOf(place),
          place,
          position: place,
          inclusionProbability: 0.5,
        })),
      },
    },
  });
  const answers = ratings ?? RELEVANT.map((relevant) => (relevant ? 5 : 1));
  await getDatabase().rating.createMany({
    data: drawn.flatMap((documentId, place) => {
      const value = answers[place] ?? null;
      const of = { projectId: project.projectId, documentId, raterId: users[1] ?? '', sampleId: sample.id };
      return value === null ? [] : [{ ...of, kind: 'VALIDATION' as const, value }];
    }),
  });
  return { project, ids, sampleId: toGlobalId('Sample', sample.id) };
}

interface Estimate {
  value: number | null;
  lower: number | null;
  upper: number | null;
  n: number;
  method: string;
}
interface Coordinate {
  threshold: number;
  x: number;
  y: number;
}
interface Read {
  thresholdAt:
    | (Record<'precision' | 'recall' | 'f1Estimate' | 'falsePositives' | 'falseNegatives', Estimate> & {
        falsePositiveRate: number | null;
      })
    | null;
  thresholdCurve: {
    labelled: number;
    notices: string[];
    rocAuc: Estimate;
    averagePrecision: Estimate;
    workSaved: Estimate;
    roc: Coordinate[];
    precisionRecall: Coordinate[];
    gain: Coordinate[];
    reliability: { n: number; bins: { meanProbability: number | null; observed: Estimate }[] } | null;
    certificate: Record<string, unknown>;
  } | null;
}
async function read(sample: string, threshold = 3): Promise<Read> {
  return at(await ask(users[1] ?? null, READ, { sample, threshold }), 'node');
}
async function byCost(sample: string, fp: number, fn: number) {
  const asked = await ask(users[1] ?? null, BY_COST, { sample, fp, fn });
  return { faults: asked.faults, chosen: asked.faults.length === 0 ? at(asked, 'node.thresholdCurve.byCost') : null };
}
async function byWorkload(sample: string, documents: number) {
  const asked = await ask(users[1] ?? null, BY_WORKLOAD, { sample, documents });
  const isAnswered = asked.faults.length === 0;
  return { faults: asked.faults, chosen: isAnswered ? at(asked, 'node.thresholdCurve.byWorkload') : null };
}
interface Saved {
  calibration: Record<string, unknown> | null;
  userErrors: { code: string; field: string[] }[];
}
async function save(sampleId: string, threshold: number, claims: Record<string, unknown> = {}): Promise<Saved> {
  return at(await ask(users[0] ?? null, SAVE, { input: { sampleId, threshold, ...claims } }), 'saveCalibration');
}

describe('figures of the order', () => {
  it('are those of scikit-learn, with an interval and n', async () => {
    const { sampleId } = await sampled();
    const { thresholdCurve } = await read(sampleId);
    expect(thresholdCurve?.rocAuc.value).toBeCloseTo(0.75, 12);
    expect(thresholdCurve?.rocAuc).toMatchObject({ n: 12, method: 'DeLong, logit' });
    expect(thresholdCurve?.averagePrecision.value).toBeCloseTo(0.8208333333, 9);
    for (const { lower, upper } of [thresholdCurve?.averagePrecision, thresholdCurve?.workSaved].filter(
      (one) => one !== undefined,
    ))
      expect(lower ?? 1).toBeLessThan(upper ?? 0);
    const { roc = [], precisionRecall = [], gain = [] } = thresholdCurve ?? {};
    expect(roc[0]).toEqual({ threshold: 1.2, x: 1, y: 1 });
    expect(roc.at(-1)).toMatchObject({ x: 0, y: 0 });
    const included = SCORES.filter((score) => score >= (gain[4]?.threshold ?? 0)).length;
    expect(gain[4]?.x).toBeCloseTo(included / 12, 12);
    expect(precisionRecall).toHaveLength(roc.length - 1);
  });

  it('show a reliability diagram whose bins hold every label once', async () => {
    const { sampleId } = await sampled();
    const { reliability } = (await read(sampleId)).thresholdCurve ?? {};
    expect(reliability?.n).toBe(12);
    expect(reliability?.bins.reduce((sum, { observed }) => sum + observed.n, 0)).toBe(12);
  });
});

describe('a stratified sample', () => {
  const strata = { cuts: [3], sizes: [60, 12] };
  const others = [...new Array<number>(54).fill(2), ...new Array<number>(6).fill(4)];

  it('is weighed: 2 of 6 relevant below 3 stand for 20 of 60, 4 of 6 above for 8 of 12', async () => {
    const { sampleId } = await sampled({ strata, others });
    const { thresholdAt, thresholdCurve } = await read(sampleId);
    expect(thresholdAt?.recall.value).toBeCloseTo(8 / 28, 12);
    expect(thresholdAt?.recall.method).toBe('Horvitz-Thompson, logit');
    expect(thresholdAt?.recall.n).toBe(6);
    // 4 of 6 irrelevant below stand for 40, 2 of 6 above for 4.
    expect(thresholdAt?.falsePositiveRate).toBeCloseTo(4 / 44, 12);
    expect(thresholdAt?.falseNegatives.value).toBeCloseTo(20, 12);
    expect(thresholdCurve?.rocAuc.value).toBeCloseTo(0.6071428571, 9);
    expect(thresholdCurve?.averagePrecision.value).toBeCloseTo(0.6112103175, 9);
    expect(thresholdCurve?.notices).toEqual([]);
    const { n = 0, bins = [] } = thresholdCurve?.reliability ?? {};
    expect([n, bins.reduce((sum, { observed }) => sum + observed.n, 0)]).toEqual([12, 12]);
    for (const { observed } of bins) expect(observed.method).toMatch(/^Horvitz-Thompson/);
  });

  it('carries no certificate, by name, though its cheapest threshold is found by weight', async () => {
    const { sampleId } = await sampled({ strata, others });
    const refused = {
      threshold: null,
      refusal: 'NOT_A_SIMPLE_RANDOM_SAMPLE',
      positivesMissing: 0,
      labelsMissing: null,
    };
    expect((await read(sampleId)).thresholdCurve?.certificate).toMatchObject(refused);
    expect((await byCost(sampleId, 2, 3)).chosen).toMatchObject({
      threshold: expect.closeTo(2.45, 12),
      apparentCost: 58 / 72,
    });
    const saved = await save(sampleId, 2, { recall: 0.9, confidence: 0.95 });
    expect(saved.calibration?.certificate).toMatchObject({ refusal: 'NOT_A_SIMPLE_RANDOM_SAMPLE', isCovered: false });
  });

  it('does not pass for a simple random one while a single stratum is rated, and says what is missing', async () => {
    const ratings = SCORES.map((score) => (score > 3 ? 5 : null));
    const { sampleId } = await sampled({ strata, others, ratings });
    const { thresholdAt, thresholdCurve } = await read(sampleId);
    expect(thresholdCurve?.notices).toContain('STRATUM_UNRATED');
    expect(thresholdCurve?.certificate).toMatchObject({ refusal: 'NOT_A_SIMPLE_RANDOM_SAMPLE' });
    expect(thresholdAt?.recall).toMatchObject({ value: null, lower: null, n: 6 });
    expect(thresholdCurve?.reliability).toBeNull();
    expect((await byCost(sampleId, 1, 2)).faults).toEqual(['NO_LABELS']);
  });

  it('of the excluded alone says nothing of a threshold, and none is saved from it', async () => {
    const { sampleId } = await sampled({ scope: 'EXCLUDED' });
    expect(await read(sampleId)).toEqual({ thresholdAt: null, thresholdCurve: null });
    expect((await save(sampleId, 3)).userErrors).toMatchObject([{ code: 'NO_LABELS' }]);
  });
});

describe('by cost', () => {
  it('finds the cheapest threshold, counted out by hand, and its cross-validated cost', async () => {
    const { sampleId } = await sampled();
    expect((await byCost(sampleId, 1, 10)).chosen).toMatchObject({
      includes: 'EVERYTHING',
      threshold: 1,
      workload: 12,
    });
    const { chosen } = await byCost(sampleId, 1, 1);
    // Above 3.6 are 1 irrelevant and 3 relevant, above 3.2 one more of the latter: 1 and 2 errors; 3 relevant lie below.
    expect(chosen).toMatchObject({ includes: 'AT_OR_ABOVE', labels: 12, folds: 10, apparentCost: 3 / 12 });
    expect((chosen as { crossValidatedCost: number }).crossValidatedCost).toBeGreaterThanOrEqual(3 / 12);
  });

  it('takes one cost of nothing, and refuses costs that mean nothing', async () => {
    const { sampleId } = await sampled();
    expect((await byCost(sampleId, 0, 1)).chosen).toMatchObject({ includes: 'EVERYTHING' });
    expect((await byCost(sampleId, 1, 0)).chosen).toMatchObject({
      includes: 'AT_OR_ABOVE',
      workload: 3,
      apparentCost: 0,
    });
    const none = await sampled({ ratings: SCORES.map(() => 1) });
    expect((await byCost(none.sampleId, 1, 1)).chosen).toMatchObject({ includes: 'NOTHING', workload: 0 });
    expect((await byCost(sampleId, 1e9, 1)).chosen).toMatchObject({ includes: 'AT_OR_ABOVE' });
    for (const [fp, fn] of [
      [0, 0],
      [-1, 2],
      [1, 1e10],
    ] as const)
      expect((await byCost(sampleId, fp, fn)).faults).toEqual(['OUT_OF_RANGE']);
  });
});

describe('by workload', () => {
  it('never splits a tie and takes nothing or everything at the ends', async () => {
    const { sampleId } = await sampled();
    expect((await byWorkload(sampleId, 4)).chosen).toMatchObject({
      workload: 4,
      threshold: expect.closeTo(3.6, 12),
      includes: 'AT_OR_ABOVE',
    });
    expect((await byWorkload(sampleId, 2)).chosen).toMatchObject({ workload: 1, includes: 'AT_OR_ABOVE' });
    expect((await byWorkload(sampleId, 0)).chosen).toMatchObject({ workload: 0, includes: 'NOTHING' });
    expect((await byWorkload(sampleId, 12)).chosen).toMatchObject({
      workload: 12,
      includes: 'EVERYTHING',
      threshold: 1,
    });
    expect((await byWorkload(sampleId, 2_000_000_000)).chosen).toMatchObject({ workload: 12, includes: 'EVERYTHING' });
    expect((await byWorkload(sampleId, -1)).faults).toEqual(['OUT_OF_RANGE']);
  });

  it('includes nothing when even the best score has more documents than one will read', async () => {
    const { sampleId } = await sampled({ scores: [3, 3, 3], ratings: [5, 5, 1] });
    expect((await byWorkload(sampleId, 2)).chosen).toMatchObject({ workload: 0, includes: 'NOTHING' });
    const { notices } = (await read(sampleId)).thresholdCurve ?? {};
    expect(notices).toEqual(['ALL_SCORES_EQUAL']);
  });
});

describe('labels that say little', () => {
  it('of one class have no area and no reliability, and say which class is missing', async () => {
    const { sampleId } = await sampled({ ratings: SCORES.map(() => 1) });
    const { thresholdCurve, thresholdAt } = await read(sampleId);
    expect(thresholdCurve).toMatchObject({ notices: ['NO_RELEVANT_LABELS'], roc: [], reliability: null });
    expect(thresholdCurve?.rocAuc).toMatchObject({ value: null, lower: null });
    expect(thresholdCurve?.workSaved.value).toBeNull();
    expect(thresholdAt?.recall.value).toBeNull();
    expect(thresholdCurve?.certificate).toMatchObject({ positivesMissing: 59, labelsMissing: null });
    const relevant = await sampled({ ratings: SCORES.map(() => 5) });
    expect((await read(relevant.sampleId)).thresholdCurve).toMatchObject({
      notices: ['NO_IRRELEVANT_LABELS'],
      roc: [],
    });
  });

  it('of documents since deleted are left out, and with the last of them there is no curve', async () => {
    const { sampleId, ids, project } = await sampled();
    await getDatabase().document.deleteMany({ where: { projectId: project.projectId, id: { in: ids.slice(0, 3) } } });
    const { thresholdCurve, thresholdAt } = await read(sampleId);
    expect(thresholdCurve?.labelled).toBe(9);
    expect(thresholdAt?.recall.n).toBe(5);
    await getDatabase().document.deleteMany({ where: { projectId: project.projectId } });
    expect(await read(sampleId)).toEqual({ thresholdAt: null, thresholdCurve: null });
    expect((await save(sampleId, 3)).userErrors).toMatchObject([{ code: 'NO_LABELS' }]);
  });

  it('are told how many more to rate: 53 relevant at one half need 124 (SciPy), and none where there are not so many', async () => {
    const { sampleId } = await sampled({ others: new Array<number>(500).fill(2) });
    const { certificate } = (await read(sampleId)).thresholdCurve ?? {};
    expect(certificate).toMatchObject({ refusal: 'TOO_FEW_POSITIVES', positivesMissing: 53, labelsMissing: 124 });
    const small = await sampled();
    expect((await read(small.sampleId)).thresholdCurve?.certificate).toMatchObject({ labelsMissing: null });
  });
});

describe('saving how a threshold was come by', () => {
  const scores = Array.from({ length: 60 }, (_, place) => 2 + place / 30);
  const granted = { scores, ratings: scores.map(() => 5) };

  it('computes the certificate again: kept at or below its threshold, refused above it', async () => {
    const { sampleId } = await sampled(granted);
    const claim = { origin: 'BY_CERTIFICATE', recall: 0.95, confidence: 0.95 };
    const { calibration } = await save(sampleId, 2, claim);
    expect(calibration).toMatchObject({
      origin: 'BY_CERTIFICATE',
      certificate: { recall: 0.95, confidence: 0.95, threshold: 2, isCovered: true, positives: 60, refusal: null },
    });
    expect((await save(sampleId, 2.001, claim)).userErrors).toMatchObject([{ code: 'CONFLICT', field: ['threshold'] }]);
    const byHand = await save(sampleId, 2.001, { recall: 0.95, confidence: 0.95 });
    expect(byHand.calibration).toMatchObject({ origin: 'BY_HAND', certificate: { threshold: 2, isCovered: false } });
  });

  it('records a promise that was refused, and none where none was asked for', async () => {
    const { sampleId, project } = await sampled();
    const asked = await save(sampleId, 3, { recall: 0.95, confidence: 0.95 });
    expect(asked.calibration?.certificate).toMatchObject({ threshold: null, positivesMissing: 53, isCovered: false });
    expect((await save(sampleId, 3)).calibration).toMatchObject({ origin: 'BY_HAND', certificate: null, costs: null });
    expect(
      (await save(sampleId, 3, { origin: 'BY_CERTIFICATE', recall: 0.95, confidence: 0.95 })).userErrors,
    ).toMatchObject([{ code: 'CONFLICT' }]);
    expect(await getDatabase().calibration.count({ where: { projectId: project.projectId } })).toBe(2);
  });

  it('keeps the costs with what they are expected to come to, and holds the threshold to them', async () => {
    const { sampleId, project } = await sampled();
    const costs = { falsePositive: 1, falseNegative: 10 };
    const { calibration } = await save(sampleId, 1, { origin: 'BY_COST', costs });
    expect(calibration).toMatchObject({ origin: 'BY_COST', costs });
    expect((await save(sampleId, 2, { origin: 'BY_COST', costs })).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
    await save(sampleId, 3, { costs });
    const { metrics } = await getDatabase().calibration.findFirstOrThrow({
      where: { projectId: project.projectId, threshold: 3 },
    });
    // 2 irrelevant of 6 above, 2 relevant of 6 below; 97.5 % Clopper-Pearson of 2 in 6 by SciPy.
    const { cost } = metrics as { cost: { value: number; lower: number; upper: number } };
    expect(cost.value).toBeCloseTo(22, 9);
    expect(cost.lower).toBeCloseTo(66 * 0.0300553412906, 7);
    expect(cost.upper).toBeCloseTo(66 * 0.8160794086982, 7);
  });

  it('holds a threshold by workload to the documents, whatever was imported meanwhile', async () => {
    const { sampleId, project } = await sampled();
    const claim = { origin: 'BY_WORKLOAD', documents: 4 };
    expect((await save(sampleId, 3.6, claim)).calibration).toMatchObject({ origin: 'BY_WORKLOAD' });
    await seedDocuments(getPool(), project, [{ rawScore: 4.5 }]);
    expect((await save(sampleId, 3.6, claim)).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
  });

  it('refuses claims that lack what they need or mean nothing', async () => {
    const { sampleId } = await sampled();
    const refused = async (claims: Record<string, unknown>) => (await save(sampleId, 3, claims)).userErrors[0];
    expect(await refused({ origin: 'BY_CERTIFICATE' })).toEqual({ code: 'REQUIRED', field: ['recall'] });
    expect(await refused({ recall: 0.9 })).toEqual({ code: 'REQUIRED', field: ['confidence'] });
    expect(await refused({ recall: 1, confidence: 0.95 })).toEqual({ code: 'OUT_OF_RANGE', field: ['recall'] });
    expect(await refused({ origin: 'BY_COST' })).toEqual({ code: 'REQUIRED', field: ['costs'] });
    expect(await refused({ costs: { falsePositive: -1, falseNegative: 1 } })).toMatchObject({ code: 'OUT_OF_RANGE' });
    expect(await refused({ origin: 'BY_WORKLOAD' })).toEqual({ code: 'REQUIRED', field: ['documents'] });
    expect(await refused({ documents: -1 })).toEqual({ code: 'OUT_OF_RANGE', field: ['documents'] });
  });
});
