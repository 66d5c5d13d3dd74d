import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openModelFolder } from '../model/model-folder';
import { measureParity } from './measure-parity';
import { type ParityReport, readParityReport } from './parity-report';

const STARTER = 'models/starter';
let folder: string;
let cacheFolder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'winnow-ladder-'));
  cacheFolder = path.join(folder, 'cache', 'graphs');
});
afterAll(() => rm(folder, { recursive: true }));

async function measure(modelFolder: string, leastSpeed: number): Promise<ParityReport> {
  const model = await openModelFolder(modelFolder);
  return measureParity(model, { cacheFolder, provider: 'cpu', threads: 1, maxTokens: 4096, leastSpeed });
}

/** How fast a precision is here is not what these tests are about: with 0 any speed is worth it, with 1,000 none. */
const ANY_SPEED = 0;
const NO_SPEED = 1000;

describe('the parity of the starter', () => {
  it('takes int8, whose scores stay within the bounds on 200 real texts', async () => {
    const report = await measure(STARTER, ANY_SPEED);
    expect(report).toMatchObject({
      chosen: 'int8',
      texts: 200,
      provider: 'cpu',
      bounds: { mean: 0.01, largest: 0.05 },
    });
    expect(report.tried).toHaveLength(1);
    const [int8] = report.tried;
    expect(int8).toMatchObject({ precision: 'int8', texts: 200, isWithinBounds: true });
    expect(int8?.meanDifference).toBeGreaterThan(1e-5);
    expect(int8?.meanDifference).toBeLessThan(0.005);
    expect(int8?.rankCorrelation).toBeGreaterThan(0.999);
  });

  it('stays with fp32 when nothing is fast enough, and says so of each', async () => {
    const report = await measure(STARTER, NO_SPEED);
    expect(report.chosen).toBe('fp32');
    expect(report.tried.map(({ precision }) => precision)).toEqual([
      'int8',
      'int8-smooth',
      'int8-mixed',
      'int8-blocks',
    ]);
    for (const { texts, verdict } of report.tried) {
      expect(texts, 'given up at the first look').toBe(24);
      expect(verdict).toContain('times as fast as fp32');
    }
  });
});

describe('a model with outliers', () => {
  it('fails in int8 and passes once its outliers are smoothed into the weights', async () => {
    const outliers = path.join(folder, 'outliers');
    await writeWithOutliers(outliers);
    const report = await measure(outliers, ANY_SPEED);
    expect(report.tried.map(({ precision, isWithinBounds }) => [precision, isWithinBounds])).toEqual([
      ['int8', false],
      ['int8-smooth', true],
    ]);
    expect(report.chosen).toBe('int8-smooth');
    expect(report.tried[0]?.largestDifference).toBeGreaterThan(0.05);
  });
});

describe('a kept report', () => {
  it('is null for a model that was never measured', async () => {
    expect(await readParityReport({ revision: 'sha256:none', provider: 'cpu', cacheFolder })).toBeNull();
  });
});

type Header = Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;

/**
 * The starter with a few channels of every norm 200 times as large and the columns that read them as much smaller: the
 * same function, with the activations that real models are known for. Scaling by a power of two changes no bit else.
 */
async function writeWithOutliers(target: string): Promise<void> {
  await mkdir(target);
  for (const file of ['config.json', 'tokenizer.json'])
    await copyFile(path.join(STARTER, file), path.join(target, file));
  const bytes = await readFile(path.join(STARTER, 'model.safetensors'));
  const start = 8 + Number(bytes.readBigUInt64LE());
  const { __metadata__: _, ...header }: Header = JSON.parse(bytes.subarray(8, start).toString());
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(header)) {
    expect(dtype).toBe('F16');
    const halves = new DataView(
      bytes.buffer,
      bytes.byteOffset + start + data_offsets[0],
      data_offsets[1] - data_offsets[0],
    );
    const columns = shape.at(-1) ?? 1;
    if (/layers\.\d+\.(attn|mlp)_norm\.weight$/.test(name)) scaleChannels(halves, columns, OUTLIER_EXPONENT);
    const reader = /layers\.(\d+)\.(attn\.Wqkv|mlp\.Wi)\.weight$/.exec(name);
    // The first layer's attention has no norm of its own.
    if (reader && !(reader[1] === '0' && reader[2] === 'attn.Wqkv')) scaleChannels(halves, columns, -OUTLIER_EXPONENT);
  }
  await writeFile(path.join(target, 'model.safetensors'), bytes);
}

const OUTLIER_EXPONENT = 7;
const OUTLIER_CHANNELS = [5, 60, 131];

/** Multiplies by a power of two in the halves' exponents; what has no room for it is left to the parity of fp32. */
function scaleChannels(halves: DataView, columns: number, exponent: number): void {
  for (let row = 0; row < halves.byteLength / 2 / columns; row++) {
    for (const channel of OUTLIER_CHANNELS) {
      const at = 2 * (row * columns + channel);
      const half = halves.getUint16(at, true);
      const scaled = ((half >> 10) & 0x1f) + exponent;
      const isZero = scaled <= 0;
      if (scaled > 30) throw new Error('the starter has no room for this outlier');
      halves.setUint16(at, isZero ? half & 0x8000 : (half & 0x83ff) | (scaled << 10), true);
    }
  }
}
