import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-root';
import { ensureChromium } from '../testing/chromium';
import type { Program } from './run-program';
import { readPlaywrightCounts, readVitestCounts, type TestCounts } from './test-counts';

export type Step = Readonly<{
  name: string;
  says: string;
  prepare?: readonly (() => void | Promise<void>)[];
  programs: readonly Program[];
  /** For steps that run tests. */
  count?: () => TestCounts;
}>;

const ROOMS = [
  'app',
  'components',
  'graphql',
  'jobs',
  'ingestion',
  'inference',
  'calibration',
  'prisma',
  'scripts',
  'e2e',
  'bench',
];

/** Quick before slow; the build before what starts the product as people do. */
export function stepsIn(folder: string): readonly Step[] {
  const program = (path: string, ...args: string[]): Program => ({ path: join('node_modules', path), args });
  const rooms = ROOMS.filter((room) => existsSync(join(projectRoot, room)));
  return [
    step('generate', 'code from schema files', { path: 'scripts/generate.mjs', args: [] }),
    step('lock', 'the lock file serves every platform', { path: 'scripts/complete-lock.mjs', args: ['--check'] }),
    step('lint', 'format and lint', program('@biomejs/biome/bin/biome', 'check', '.')),
    step(
      'types',
      'types',
      program('next/dist/bin/next', 'typegen'),
      program('typescript/bin/tsc', '--noEmit', '--incremental', 'false'),
    ),
    step(
      'boundaries',
      'rooms import only their neighbours',
      program('dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', ...rooms),
    ),
    vitestStep('unit', 'unit tests', folder),
    step('build', 'production build', { path: 'scripts/winnow.mjs', args: ['build'] }),
    vitestStep('api', 'tests with a real PostgreSQL', folder),
    journeysStep(folder),
  ];
}

function step(name: string, says: string, ...programs: Program[]): Step {
  return { name, says, programs };
}

function vitestStep(project: string, says: string, folder: string): Step {
  const report = join(folder, `${project}.json`);
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const path = 'node_modules/vitest/vitest.mjs';
  return { name: project, says, programs: [{ path, args }], count: () => readVitestCounts(report) };
}

function journeysStep(folder: string): Step {
  const report = join(folder, 'journeys.json');
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report, WINNOW_E2E_DATA_DIR: join(folder, 'data') };
  return {
    name: 'journeys',
    says: 'browser journeys from an empty data folder',
    prepare: [ensureChromium],
    programs: [{ path: 'node_modules/@playwright/test/cli.js', args: ['test', '--reporter=list,json'], env }],
    count: () => readPlaywrightCounts(report),
  };
}
