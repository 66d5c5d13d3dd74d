import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

export const KERNEL_KINDS = [
  'products',
  'quantise',
  'global attention',
  'local attention',
  'rotary',
  'norms',
  'activation',
  'sums',
  'gather, reshape',
] as const;
export type KernelKind = (typeof KERNEL_KINDS)[number];

const shapes = z.array(z.record(z.string(), z.array(z.number())));
const event = z.looseObject({
  cat: z.string(),
  name: z.string(),
  ts: z.number(),
  dur: z.number(),
  args: z.looseObject({ op_name: z.string().optional(), input_type_shape: shapes.optional() }),
});

export interface KernelTimes {
  /** Milliseconds of one run by kind, the mean over the runs. */
  readonly byKind: ReadonlyMap<KernelKind, number>;
  /** Milliseconds of one run from its call to its end, by ONNX Runtime's own clock. */
  readonly runMs: number;
}

/** Reads the profile that a session left at `prefix`; the first run only warms up. */
export async function readKernelTimes(prefix: string): Promise<KernelTimes> {
  const folder = path.dirname(prefix);
  const name = (await readdir(folder)).find((file) => file.startsWith(`${path.basename(prefix)}_`));
  if (!name) throw new Error(`no profile at ${prefix}`);
  const events = z.array(event).parse(JSON.parse(await readFile(path.join(folder, name), 'utf8')));
  const runs = events.filter(({ name: what }) => what === 'model_run').sort((a, b) => a.ts - b.ts);
  const measured = runs.slice(1);
  const start = measured[0]?.ts ?? Number.POSITIVE_INFINITY;
  const byKind = new Map<KernelKind, number>(KERNEL_KINDS.map((kind) => [kind, 0]));
  for (const { cat, ts, dur, args } of events) {
    if (cat !== 'Node' || ts < start) continue;
    const kind = kindOf(args.op_name ?? '', args.input_type_shape ?? []);
    byKind.set(kind, (byKind.get(kind) ?? 0) + dur / 1000 / measured.length);
  }
  return { byKind, runMs: measured.reduce((total, run) => total + run.dur, 0) / 1000 / measured.length };
}

const KIND_OF_OP: Readonly<Record<string, KernelKind>> = {
  Gemm: 'products',
  FusedGemm: 'products',
  MatMul: 'products',
  MatMulIntegerToFloat: 'products',
  MatMulNBits: 'products',
  Abs: 'quantise',
  ReduceMax: 'quantise',
  Max: 'quantise',
  ConstantOfShape: 'quantise',
  QuantizeLinear: 'quantise',
  RotaryEmbedding: 'rotary',
  LayerNormalization: 'norms',
  SkipLayerNormalization: 'norms',
  ReduceMean: 'norms',
  Gelu: 'activation',
  FastGelu: 'activation',
  QuickGelu: 'activation',
  Relu: 'activation',
  Sigmoid: 'activation',
  Add: 'sums',
  Gather: 'gather, reshape',
  Reshape: 'gather, reshape',
  Concat: 'gather, reshape',
  Shape: 'gather, reshape',
  Unsqueeze: 'gather, reshape',
  Transpose: 'gather, reshape',
  Identity: 'gather, reshape',
  Cast: 'gather, reshape',
};

/** @throws Error for an operator that no precision had when this was written: it must not vanish from the sum. */
function kindOf(op: string, inputs: z.infer<typeof shapes>): KernelKind {
  // Only local layers have a bias, the fourth input.
  if (op === 'MultiHeadAttention') return inputs.length > 3 ? 'local attention' : 'global attention';
  if (op === 'Mul') return isScaling(inputs) ? 'quantise' : 'activation';
  const kind = KIND_OF_OP[op];
  if (!kind) throw new Error(`operator ${op} belongs to no kind yet`);
  return kind;
}

/** A row's scale is one number a row; the gate of an MLP is as wide as what it lets through. */
function isScaling(inputs: z.infer<typeof shapes>): boolean {
  const [left, right] = inputs.map((input) => Object.values(input)[0]?.at(-1));
  return left !== right || left === 1;
}
