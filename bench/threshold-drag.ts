import os from 'node:os';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { makeThresholdProject } from '@/bench/threshold-project';
import { toGlobalId } from '@/graphql/global-id';
import { closeDatabase } from '@/prisma/client';
import { chromiumArguments, findChromium } from '@/scripts/testing/chromium';

/**
 * Whether the threshold page keeps up with the hand: the handle is dragged to and fro in a real browser against a running
 * production server, in a project of 100,000 documents and 1,000 labels, and every frame is timed. `--slow 4` holds the
 * browser's processor back by that factor, as a weak laptop would.
 *
 *   DATABASE_URL=... npx tsx bench/threshold-drag.ts --url http://127.0.0.1:3000 --email ada@example.org --password ...
 */
const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:3000' },
    email: { type: 'string', default: '' },
    password: { type: 'string', default: '' },
    documents: { type: 'string', default: '100000' },
    labels: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '10' },
    slow: { type: 'string', default: '1' },
  },
});

/** Runs in the page: the time from each frame to the next. Text, because what compiles this file leaves its own names. */
const RECORD_FRAMES = `
  window.frameTimes = [];
  let last = performance.now();
  const onFrame = (now) => { window.frameTimes.push(now - last); last = now; requestAnimationFrame(onFrame); };
  requestAnimationFrame(onFrame);`;

const project = await makeThresholdProject(Number(values.documents), Number(values.labels), values.email);
await closeDatabase();
const executablePath = findChromium();
const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: chromiumArguments() });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await signIn(page);
  await page.goto(`${values.url}/projects/${encodeURIComponent(toGlobalId('Project', project.projectId))}/threshold`);
  const handle = page.getByRole('slider', { name: 'Threshold' }).first();
  await handle.waitFor();
  await page.getByText('Area under the ROC curve').waitFor();
  const client = await page.context().newCDPSession(page);
  await client.send('Emulation.setCPUThrottlingRate', { rate: Number(values.slow) });
  await client.send('Performance.enable');
  await drag(page, 2);
  const before = await readMetrics();
  await page.evaluate(RECORD_FRAMES);
  const moves = await drag(page, Number(values.seconds));
  const frames = await page.evaluate<number[]>('window.frameTimes');
  const after = await readMetrics();
  report(frames, moves, (after.TaskDuration ?? 0) - (before.TaskDuration ?? 0));

  async function readMetrics(): Promise<Record<string, number>> {
    const { metrics } = await client.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  }
} finally {
  await browser.close();
}

async function signIn(page: Page): Promise<void> {
  await page.goto(`${values.url}/sign-in`);
  await page.getByLabel('E-mail').fill(values.email);
  await page.getByLabel('Password').fill(values.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Projects' }).waitFor();
}

/** Drags the handle over three quarters of the axis and back, as fast as the browser takes the moves. */
async function drag(page: Page, seconds: number): Promise<number> {
  const box = await page.getByRole('slider', { name: 'Threshold' }).first().boundingBox();
  const plot = await page.getByRole('img', { name: 'Where do the scores lie?' }).boundingBox();
  if (!box || !plot) throw new Error('The histogram was to be on the page.');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  const endsAt = performance.now() + seconds * 1000;
  let moves = 0;
  for (; performance.now() < endsAt; moves++) {
    const share = 0.5 + 0.37 * Math.sin(moves / 40);
    await page.mouse.move(plot.x + plot.width * share, y);
  }
  await page.mouse.up();
  return moves;
}

function report(frames: readonly number[], moves: number, busySeconds: number): void {
  const sorted = [...frames].sort((a, b) => a - b);
  const share = (limitMs: number) => ((100 * frames.filter((ms) => ms > limitMs).length) / frames.length).toFixed(1);
  const at = (part: number) => (sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0).toFixed(1);
  console.log(
    `${values.documents} documents, ${values.labels} labels; ${os.cpus()[0]?.model}, ${os.availableParallelism()} cores, load ${os.loadavg()[0]?.toFixed(1)}, processor held back ${values.slow}x`,
  );
  console.log(`${moves} moves, ${frames.length} frames: median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`);
  // A display's own frame is 16.7 ms give or take a tenth; beyond 17 ms one was late, beyond 20 ms one was missed.
  console.log(
    `over 16.7 ms ${share(16.7)} %, over 17 ms ${share(17)} %, over 20 ms ${share(20)} %, over 33.4 ms ${share(33.4)} %`,
  );
  console.log(`main thread busy ${((1000 * busySeconds) / frames.length).toFixed(1)} ms a frame`);
}
