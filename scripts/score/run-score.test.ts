import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeProgress, formatDuration } from './progress';

const PROGRAM = fileURLToPath(new URL('../winnow.mjs', import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'winnow-score-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Outcome {
  readonly code: number | null;
  readonly lines: Record<string, unknown>[];
  readonly report: string;
}

/** Runs `winnow <args>` as a process of its own, with its graphs and data in the test's folder. */
async function winnow(args: readonly string[], input = '', settings: Record<string, string> = {}): Promise<Outcome> {
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, NODE_ENV: 'test', WINNOW_DATA_DIR: folder, ...settings };
  const child = spawn(process.execPath, [PROGRAM, ...args], { env });
  const [output, report] = [collect(child.stdout), collect(child.stderr)];
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const lines = (await output)
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  return { code, lines: lines.map((line) => JSON.parse(line)), report: (await output) + (await report) };
}

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}

describe('winnow score', () => {
  it('gives golden texts their golden scores, in input order, with where they come from', async () => {
    const golden = (await readFile('models/starter/golden.jsonl', 'utf8')).trim().split('\n').slice(0, 5);
    const file = path.join(folder, 'golden.jsonl');
    await writeFile(file, golden.join('\n'));
    const { code, lines, report } = await winnow(['score', file]);
    expect(code).toBe(0);
    expect(lines).toHaveLength(5);
    golden.forEach((line, index) => {
      const expected = JSON.parse(line);
      const score = Number(lines[index]?.score);
      expect(lines[index]).toMatchObject({
        id: expected.id,
        tokens: expected.tokens,
        tokensRead: expected.tokensRead,
        windows: 1,
        truncated: expected.truncated,
        model: 'Winnow starter (stand-in)',
        precision: 'fp32',
        provider: 'cpu',
      });
      expect(Math.abs(score - expected.score)).toBeLessThan(1e-4);
    });
    expect(report).toContain('5 texts');
  });

  it('reads standard input, names failures by code and stops at the limit', async () => {
    const input = 'Aspirin prevents strokes.\n\nThe bank raised its rates.\nnot read\n';
    const { code, lines } = await winnow(['score', '--format', 'txt', '--limit', '3'], input);
    expect(code).toBe(0);
    expect(lines.map((line) => [line.id, line.error ?? typeof line.score])).toEqual([
      [1, 'number'],
      [2, 'EMPTY_TEXT'],
      [3, 'number'],
    ]);
  });

  it.each([
    [['score', 'absent.jsonl'], 'There is no file absent.jsonl'],
    [['score', 'package.json'], 'not known from its ending'],
    [['score', '--model', 'absent'], 'There is no model folder here'],
    [['score', '--provider', 'coreml'], 'Provider coreml cannot be used'],
  ])('fails with a reason: %j', async (args, message) => {
    const { code, lines, report } = await winnow(args);
    expect(code).toBe(1);
    expect(lines).toEqual([]);
    expect(report).toContain(message);
  });
});

describe('winnow doctor', () => {
  it('finds this machine in order and says what the model is', async () => {
    const { code, report } = await winnow(['doctor']);
    expect(code).toBe(0);
    expect(report).toMatch(/^ok +node +\d+\.\d+/m);
    expect(report).toMatch(/^ok +provider cpu/m);
    expect(report).toMatch(/^ok +model +Winnow starter \(stand-in\)/m);
    expect(report).toMatch(/^ok +data folder/m);
  });

  it('names what is missing and fails', async () => {
    const { code, report } = await winnow(['doctor'], '', {
      WINNOW_MODEL: 'absent',
      DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none',
    });
    expect(code).toBe(1);
    expect(report).toMatch(/^missing +model +MODEL_NOT_FOUND/m);
    expect(report).toMatch(/^missing +database +no answer/m);
  });
});

describe('progress', () => {
  it('says rate and time left', () => {
    expect(describeProgress({ texts: 120, tokens: 60_000, failed: 2, seconds: 30 }, 3700)).toBe(
      '120 texts, 2 without a score, 4.0 texts/s, 2000 tokens/s, 1 h 1 min left',
    );
    expect(formatDuration(59.6)).toBe('1 min 0 s');
  });
});
