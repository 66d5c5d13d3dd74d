import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { projectRoot } from './project-root';

const EXPORTS = 'export const value = 1;\nexport type Value = number;\n';

/** A small copy of the house: what each file imports, and the rule that must be broken by it, if one must. */
const PLANTED = [
  { from: 'app/page.tsx', imports: '@/graphql/doors/page-data', breaks: undefined },
  {
    from: 'app/page-that-asks-the-database.tsx',
    imports: '@/prisma/client',
    breaks: 'app-imports-only-its-neighbours',
  },
  { from: 'app/page-by-the-window.tsx', imports: '@/graphql/rows', breaks: 'app-enters-graphql-by-its-doors' },
  { from: 'components/button.tsx', imports: '../prisma/client', breaks: 'components-imports-only-its-neighbours' },
  { from: 'graphql/enqueue.ts', imports: '@/jobs/definitions/score', breaks: undefined },
  { from: 'graphql/handle.ts', imports: '@/jobs/handlers/score', breaks: 'graphql-knows-job-definitions-only' },
  { from: 'graphql/parse.ts', imports: '@/ingestion/parse', breaks: 'graphql-knows-ingestion-types-only' },
  { from: 'graphql/infer.ts', imports: '@/inference/engine', breaks: 'graphql-imports-only-its-neighbours' },
  { from: 'graphql/reach.api.test.ts', imports: '@/scripts/testing/database', breaks: undefined },
  { from: 'jobs/worker.ts', imports: '@/inference/engine', breaks: undefined },
  { from: 'jobs/answer.ts', imports: '@/graphql/rows', breaks: 'jobs-imports-only-its-neighbours' },
  { from: 'ingestion/store.ts', imports: '@/prisma/client', breaks: 'ingestion-imports-only-its-neighbours' },
  { from: 'inference/log.ts', imports: '@/jobs/definitions/score', breaks: 'inference-imports-only-its-neighbours' },
  { from: 'calibration/fit.ts', imports: '@/ingestion/parse', breaks: 'calibration-imports-only-its-neighbours' },
  { from: 'prisma/who.ts', imports: '@/graphql/rows', breaks: 'prisma-imports-only-its-neighbours' },
  { from: 'e2e/first.journey.ts', imports: '@/graphql/rows', breaks: 'e2e-imports-only-its-neighbours' },
  { from: 'scripts/check.ts', imports: '@/ingestion/parse', breaks: undefined },
  { from: 'calibration/borrow.ts', imports: './borrow.test', breaks: 'no-product-imports-tests' },
  { from: 'calibration/egg.ts', imports: './hen', breaks: 'no-circles' },
  { from: 'calibration/hen.ts', imports: './egg', breaks: undefined }, // a circle is reported once
] as const;

const TARGETS = [
  'graphql/doors/page-data.ts',
  'graphql/rows.ts',
  'prisma/client.ts',
  'jobs/definitions/score.ts',
  'jobs/handlers/score.ts',
  'ingestion/parse.ts',
  'inference/engine.ts',
  'scripts/testing/database.ts',
  'calibration/borrow.test.ts',
];

const reportSchema = z.object({
  summary: z.object({ violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })) }),
});

let house: string;

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'winnow-boundaries-'));
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json']) cpSync(join(projectRoot, file), join(house, file));
  for (const target of TARGETS) plant(target, EXPORTS);
  for (const { from, imports } of PLANTED) {
    plant(from, `import { value } from '${imports}';\nexport const doubled = 2 * value;\n${EXPORTS}`);
  }
  plant('components/typed.tsx', "import type { Value } from '@/prisma/client';\nexport const one: Value = 1;\n");
});
afterAll(() => rmSync(house, { recursive: true, force: true }));

test('every forbidden import is caught and no allowed one is', () => {
  const expected = PLANTED.filter(({ breaks }) => breaks !== undefined).map(({ from, breaks }) => `${from}: ${breaks}`);
  const typed = 'components/typed.tsx: components-imports-only-its-neighbours';
  expect(violationsIn(house)).toEqual([...expected, typed].sort());
});

function plant(file: string, text: string): void {
  mkdirSync(dirname(join(house, file)), { recursive: true });
  writeFileSync(join(house, file), text);
}

function violationsIn(folder: string): string[] {
  const program = join(projectRoot, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const rooms = [
    'app',
    'components',
    'graphql',
    'jobs',
    'ingestion',
    'inference',
    'calibration',
    'prisma',
    'e2e',
    'scripts',
  ];
  const args = [program, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...rooms];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (!stdout) throw new Error(stderr);
  const { violations } = reportSchema.parse(JSON.parse(stdout)).summary;
  return violations.map(({ from, rule }) => `${from}: ${rule.name}`).sort();
}
