import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { type ReadInChildOptions, readDocumentsInChild } from '@/ingestion/read-in-child';
import { collect, fileSource, fixture, readAll } from '@/ingestion/testing/read-all';

const folder = mkdtempSync(join(tmpdir(), 'winnow-read-'));
afterAll(() => rmSync(folder, { recursive: true }));

function stored(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function readInChild(path: string, options: ReadInChildOptions = {}) {
  return collect(readDocumentsInChild(path, 'upload.jsonl', options));
}

const manyLines = stored('many.jsonl', `${JSON.stringify({ text: 'word '.repeat(50) })}\n`.repeat(20_000));

describe('a file read in a process of its own', () => {
  test.each(['ris/asreview___baseline.ris', 'nbib/jabref__NbibImporterTest.nbib', 'bibtex/jabref__complex.bib'])(
    'gives the events it gives in this one: %s',
    async (name) => {
      const path = fixture(name);
      const { events } = await collect(readDocumentsInChild(path, basename(name)));
      // Across processes an object without a prototype arrives as an ordinary one.
      expect(events).toEqual(JSON.parse(JSON.stringify((await readAll(fileSource(path))).events)));
    },
  );

  test('a folder and a pipe are refused, not waited for', async () => {
    const pipe = join(folder, 'pipe.jsonl');
    execFileSync('mkfifo', [pipe]);
    for (const path of [folder, pipe]) expect((await readInChild(path)).failure?.code).toBe('UNREADABLE_FILE');
  });

  test.each([
    ['EMPTY_FILE', stored('empty.jsonl', '')],
    ['UNREADABLE_FILE', join(folder, 'missing.jsonl')],
    ['UNSUPPORTED_FORMAT', stored('letter.rtf', '{\\rtf1 Dear colleague}')],
    ['SCANNED_PDF', fixture('pdf/jabref__empty.pdf')],
  ])('fails with %s as it does in this one', async (code, path) => {
    expect((await readInChild(path)).failure?.code).toBe(code);
  });

  test('never gets far ahead of whoever takes the events', async () => {
    let child: ChildProcess | undefined;
    let messages = 0;
    const events = readDocumentsInChild(manyLines, 'many.jsonl', {
      onSpawn: (spawned) => {
        child = spawned;
        spawned.on('message', () => {
          messages += 1;
        });
      },
    });
    for (let count = 0; count < 600; count += 1) await events.next();
    // 600 events are in the second batch: one has been answered, two may be under way beyond it.
    expect(messages).toBeGreaterThanOrEqual(2);
    expect(messages).toBeLessThanOrEqual(4);
    await events.return(undefined);
    expect(child?.signalCode).toBe('SIGKILL');
  });

  test.runIf(process.platform === 'linux')('sees none of our environment', async () => {
    let names: string[] = [];
    await readInChild(stored('one.jsonl', '{"text":"a"}'), {
      onSpawn: ({ pid }) => {
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
        names = environment.map((entry) => entry.slice(0, entry.indexOf('='))).sort();
      },
    });
    expect(names.filter((name) => !name.startsWith('NODE_CHANNEL_'))).toEqual([
      'NODE_ENV',
      'PATH',
      'TMPDIR',

      'TZ',
    ]);
  });
});

describe('a file that takes its reader down', () => {
  test('by time: TIMEOUT', async () => {
    const { failure } = await readInChild(manyLines, { limits: { timeoutMs: 1 } });
    expect(failure?.code).toBe('TIMEOUT');
  });

  test('by heap: OUT_OF_MEMORY', async () => {
    const path = stored('one-text.txt', 'A long text. '.repeat(8_000_000));
    const { failure } = await readInChild(path, {
      format: 'txt',
      maxRecordLength: 500_000_000,
      limits: { maxHeapMib: 64 },
    });
    expect(failure?.code).toBe('OUT_OF_MEMORY');
  });

  test.runIf(process.platform === 'linux')('by memory outside the heap: OUT_OF_MEMORY', async () => {
    const { failure } = await readInChild(manyLines, { limits: { maxResidentMib: 1 } });
    expect(failure?.code).toBe('OUT_OF_MEMORY');
  });

  test('by ending: PARSER_CRASHED', async () => {
    const { failure } = await readInChild(manyLines, { onSpawn: (child) => void child.kill('SIGKILL') });
    expect(failure).toMatchObject({ code: 'PARSER_CRASHED' });
    expect(failure?.message).toContain('SIGKILL');
  });

  test('on request: CANCELLED', async () => {
    const controller = new AbortController();
    const { failure } = await readInChild(manyLines, { signal: controller.signal, onSpawn: () => controller.abort() });
    expect(failure?.code).toBe('CANCELLED');
  });
});

test('the reading process ends with its parent, even with nobody to tell it', async () => {
  const script = stored(
    'parent.mts',
    `import { readDocumentsInChild } from ${JSON.stringify(fileURLToPath(new URL('./read-in-child.ts', import.meta.url)))};
     const events = readDocumentsInChild(${JSON.stringify(manyLines)}, 'many.jsonl', {
       onSpawn: ({ pid }) => { process.kill(pid, 'SIGSTOP'); process.stdout.write(pid + '\\n'); },
     });
     await events.next();`,
  );
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const temporary = mkdtempSync(join(folder, 'parent-'));
  const env = {
    ...process.env,
    TMPDIR: temporary,
    TSX_TSCONFIG_PATH: fileURLToPath(new URL('../tsconfig.json', import.meta.url)),
  };
  const parent = spawn(process.execPath, ['--import', tsx, script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(parent.stdout, 'data');
  const childPid = Number(String(line));
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  process.kill(childPid, 'SIGCONT');
  await expect.poll(() => isRunning(childPid), { timeout: 30_000 }).toBe(false);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // One that has ended and waits to be collected still answers.
    return process.platform !== 'linux' || !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
