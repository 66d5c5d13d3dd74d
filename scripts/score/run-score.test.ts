import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeProgress, formatDuration, showProgress } from './progress';

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

/** `winnow <args>` as a process of its own, with its graphs and data in the test's folder. */
function spawnWinnow(args: readonly string[], settings: Record<string, string> = {}): ChildProcessWithoutNullStreams {
  const own = { NODE_ENV: 'test', WINNOW_DATA_DIR: folder, WINNOW_PRECISION: 'fp32' } as const;
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, ...own, ...settings };
  return spawn(process.execPath, [PROGRAM, ...args], { env });
}

async function winnow(args: readonly string[], input = '', settings: Record<string, string> = {}): Promise<Outcome> {
  const child = spawnWinnow(args, settings);
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

describe('winnow score --output', () => {
  const sample = (count: number) =>
    Array.from({ length: count }, (_, i) => `{"id":"r${i}","text":"Study ${i}: metformin and glucose control."}\n`);
  const linesOf = async (file: string) => (await readFile(file, 'utf8')).split('\n').slice(0, -1);

  it('never replaces a file unasked, and never the input', async () => {
    const [input, output] = [path.join(folder, 'kept.jsonl'), path.join(folder, 'kept-scores.jsonl')];
    await writeFile(input, sample(2).join(''));
    await writeFile(output, 'of value\n');
    const refused = await winnow(['score', input, '--output', output]);
    expect([refused.code, await readFile(output, 'utf8')]).toEqual([1, 'of value\n']);
    expect(refused.report).toContain('exists');
    expect((await winnow(['score', input, '--output', input, '--force'])).report).toContain('is the input');
    expect((await winnow(['score', input, '--resume'])).report).toContain('--output');
    expect((await winnow(['score', input, '--output', output, '--force'])).code).toBe(0);
    expect(await linesOf(output)).toHaveLength(2);
  });

  it('goes on behind the lines that are there, over a line that was cut off', async () => {
    const [input, output] = [path.join(folder, 'long.jsonl'), path.join(folder, 'long-scores.jsonl')];
    await writeFile(input, sample(6).join(''));
    expect((await winnow(['score', input, '--output', output, '--resume'])).code).toBe(0);
    const whole = await readFile(output, 'utf8');
    const lines = whole.split('\n');
    // An earlier score is kept as it is, which shows that it was not computed again.
    const kept = lines[1]?.replace(/"score":[^,]+/, '"score":42') ?? '';
    await writeFile(output, `${lines[0]}\n${kept}\n${lines[2]?.slice(0, 40)}`);
    const { code, report } = await winnow(['score', input, '--output', output, '--resume']);
    expect(code).toBe(0);
    expect(report).toContain('2 records have their line');
    expect(report).toContain('4 texts');
    expect(await linesOf(output)).toEqual([lines[0], kept, ...lines.slice(2, 6)]);
  });

  it.each([
    ['is of another record', () => '{"id":"other"}\n', 'the input has "r0" there'],
    ['is no line of scores', () => 'id,score\n', 'is none that winnow score writes'],
    ['is of another model', (line: string) => line.replace(/sha256:\w{8}/, 'sha256:00000000'), 'was scored by'],
    ['is longer than the input', (line: string) => line + line, 'has more lines than there are records'],
  ])('is left alone when it %s', async (_, damage, message) => {
    const [input, output] = [path.join(folder, 'own.jsonl'), path.join(folder, 'own-scores.jsonl')];
    await writeFile(input, sample(1).join(''));
    await winnow(['score', input, '--output', output, '--force']);
    const damaged = damage(await readFile(output, 'utf8'));
    await writeFile(output, damaged);
    const { code, report } = await winnow(['score', input, '--output', output, '--resume']);
    expect([code, await readFile(output, 'utf8')]).toEqual([1, damaged]);
    expect(report).toContain(message);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('is whole after %s, and a second run finishes it', async (signal) => {
    const input = path.join(folder, `${signal}.jsonl`);
    const output = path.join(folder, `${signal}-scores.jsonl`);
    const texts = sample(1100);
    await writeFile(input, texts.join(''));
    const child = spawnWinnow(['score', '--output', output]);
    const report = collect(child.stderr);
    // A whole window and some more, of an input that does not end.
    child.stdin.write(texts.slice(0, 1050).join(''));
    while ((await readFile(output, 'utf8').catch(() => '')) === '') await wait(20);
    child.kill(signal);
    expect(await once(child, 'close')).toEqual([130, null]);
    expect(await report).toContain('--resume goes on');
    expect(await readFile(output, 'utf8')).toMatch(/^\{.*\n$/s);
    expect((await linesOf(output)).length).toBeLessThanOrEqual(1050);
    expect((await winnow(['score', input, '--output', output, '--resume'])).code).toBe(0);
    const ids = (await linesOf(output)).map((line) => JSON.parse(line).id);
    expect(ids).toEqual(texts.map((_, i) => `r${i}`));
  });

  it('ends quietly when the reader of the pipe leaves, and at once on a second Ctrl-C', async () => {
    const input = path.join(folder, 'piped.jsonl');
    await writeFile(input, sample(3000).join(''));
    const left = spawnWinnow(['score', input]);
    const report = collect(left.stderr);
    left.stdout.once('data', () => left.stdout.destroy());
    expect(await once(left, 'close')).toEqual([0, null]);
    expect(await report).not.toContain('EPIPE');

    const stopped = spawnWinnow(['score', input]);
    stopped.stderr.resume();
    let text = '';
    stopped.stdout.on('data', (chunk) => {
      if (text === '') for (let times = 0; times < 2; times++) stopped.kill('SIGINT');
      text += chunk;
    });
    expect(await once(stopped, 'close')).toEqual([130, null]);
    expect(text.endsWith('\n')).toBe(true);
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

  it('counts what an earlier run has scored neither as done nor as to do', () => {
    let [now, bytesRead] = [0, 600];
    const shown: string[] = [];
    const source = { bytesRead: () => bytesRead, bytesTotal: 1000 };
    const progress = showProgress(source, { write: (text) => shown.push(text) > 0 }, () => now);
    [now, bytesRead] = [10_000, 700];
    progress.add([{ id: 1, error: 'EMPTY_TEXT', message: '' }]);
    // A quarter of what was left is done in 10 s, the rest takes 30.
    expect(shown).toEqual(['1 texts, 1 without a score, 0.1 texts/s, 0 tokens/s, 30 s left\n']);
  });
});
