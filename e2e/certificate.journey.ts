import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { inspectEveryView, readSourceRecords, type SourceRecord, signIn } from './desk';

/** From a blind sample to a certificate: refused for what the sample cannot promise, granted for what it can. */
test.describe.configure({ mode: 'serial' });

const RELEVANT = 90;
const OTHERS = 60;
const SAMPLE_SIZE = 60;
const LATER = 70;

let page: Page;
let projectPath = '';
let texts: ReadonlyMap<string, SourceRecord>;
let lines: readonly string[];
let laterLines: readonly string[];

test.beforeAll(async ({ browser }) => {
  const records = await readSourceRecords();
  texts = new Map([...records.values()].map((record) => [squeeze(record.text), record]));
  // Short ones, so that an engine on two shared cores is soon done.
  const short = [...records.values()].filter(({ text }) => text.length < 1_500);
  const isRelevant = ({ expected_relevance }: SourceRecord) => expected_relevance >= 3;
  const chosen = [
    ...short.filter(isRelevant).slice(0, RELEVANT),
    ...short.filter((record) => !isRelevant(record)).slice(0, OTHERS),
  ];
  lines = chosen.map((record) => JSON.stringify(record));
  // All of one kind, so that they lie elsewhere than what the threshold is computed from.
  const later = short.filter(isRelevant).slice(RELEVANT, RELEVANT + LATER);
  laterLines = later.map((record) => JSON.stringify(record));
  page = await (await browser.newContext({ acceptDownloads: true })).newPage();
});
test.afterAll(() => page.close());

test('a collection is scored', async () => {
  await signIn(page);
  await page.getByRole('link', { name: 'New project' }).first().click();
  await page.getByLabel('Name').fill('Certificate');
  await page.getByLabel('Question').fill('Is this text about medicine?');
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Collections' })).toBeVisible();
  projectPath = new URL(page.url()).pathname.replace(/\/collections$/, '');
  const buffer = Buffer.from(lines.join('\n'));
  await page.locator('input[type=file]').setInputFiles({ name: 'mixed.jsonl', mimeType: 'application/jsonl', buffer });
  // Its columns are those of the first day's file: they are mapped as they were then, and nobody is asked again.
  await expect(page.getByText('150 records read: 150 accepted')).toBeVisible({ timeout: 60_000 });
  await page.goto(projectPath);
  await expect(page.getByText(/^1\d\d of 1\d\d documents scored\./)).toBeVisible({ timeout: 200_000 });
});

test('sixty documents are rated blind', async () => {
  await page.goto(`${projectPath}/validation`);
  await page.getByLabel('Documents to rate').fill(String(SAMPLE_SIZE));
  await page.getByRole('button', { name: 'Draw sample' }).click();
  await expect(page.getByRole('heading', { name: 'Rating without scores' })).toBeVisible();
  const document = page.getByRole('region', { name: 'Document' });
  for (let answered = 0; answered < SAMPLE_SIZE; answered += 1) {
    await expect(page.getByText(`${answered} of ${SAMPLE_SIZE} answered`)).toBeVisible();
    const shown = squeeze((await document.locator('.reading').textContent()) ?? '');
    const record = texts.get(shown);
    if (!record) throw new Error(`no record reads: ${shown.slice(0, 80)}`);
    await page.keyboard.press(String(Math.min(5, Math.max(1, Math.round(record.expected_relevance)))));
  }
  await expect(page.getByText('You have answered every document of this sample')).toBeVisible();
  await page.getByRole('link', { name: 'See what a threshold would mean' }).click();
});

test('what the sample cannot promise is refused with what is missing, what it can is granted', async () => {
  const promise = page.getByRole('region', { name: 'Promise a recall' });
  // 59 relevant documents of a random sample are needed for 95 % at 95 % (METHODS: order statistics); sixty ratings of
  // a mixed collection do not hold them.
  await expect(promise.getByText(/^95 % recall with 95 % confidence cannot be certified yet: /)).toBeVisible();
  const refused = (await promise.textContent()) ?? '';
  const relevant = Number(/the sample has (\d+) relevant/.exec(refused)?.[1]);
  expect(relevant).toBeGreaterThanOrEqual(14);
  expect(refused).toContain(`${59 - relevant} more are needed`);
  await inspectEveryView(page, 'certificate-refused');
  await promise.getByLabel('Recall').fill('80');
  await promise.getByRole('button', { name: 'Certify' }).click();
  await expect(promise.getByText(/^80 % recall with 95 % confidence holds from \d\.\d\d down/)).toBeVisible();
  await expect(promise.getByText('in use')).toBeVisible();
  await inspectEveryView(page, 'certificate-granted');
});

test('the certified threshold is put in force, and what it includes becomes a file', async () => {
  await page.getByRole('button', { name: /^Save \d/ }).click();
  await page.getByRole('button', { name: 'Activate version 1' }).click();
  await expect(page.getByText('in force', { exact: true })).toBeVisible();
  await page.goto(`${projectPath}/documents?included=yes`);
  await expect(page.getByRole('button', { name: 'Remove filter: Included' })).toBeVisible();
  const button = page.getByRole('button', { name: /^Export these \d+$/ });
  const included = Number(/\d+/.exec((await button.textContent()) ?? '')?.[0]);
  expect(included).toBeGreaterThan(0);
  expect(included).toBeLessThanOrEqual(RELEVANT + OTHERS);
  await button.click();
  await page.getByRole('button', { name: 'Make the file' }).click();
  await page.getByRole('link', { name: 'See it under Exports' }).click();
  const link = page.getByRole('link', { name: /^Download/ }).first();
  await expect(link).toBeVisible({ timeout: 60_000 });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const rows = parse(await readFile(await download.path()), { columns: true }) as Record<string, string>[];
  expect(rows).toHaveLength(included);
  expect(new Set(rows.map(({ winnow_above_threshold: isAbove }) => isAbove))).toEqual(new Set(['true']));
  expect(new Set(rows.map(({ winnow_threshold_version: version }) => version))).toEqual(new Set(['1']));
});

test('the pages that the same ratings feed stand in every view', async () => {
  const pages = [
    ['recalibration', 'Recalibration'],
    ['reliability', 'Reliability'],
    ['recall', 'Recall so far'],
    ['versions', 'Versions'],
  ] as const;
  await page.goto(`${projectPath}/threshold`);
  for (const [path, tab] of pages) {
    await page.getByRole('navigation', { name: 'Threshold' }).getByRole('link', { name: tab }).click();
    await expect(page).toHaveURL(new RegExp(`${path}$`));
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
    await inspectEveryView(page, `certificate-${path}`);
  }
  await page.getByRole('button', { name: 'Methods text of version 1' }).click();
  await expect(page.getByRole('dialog')).toContainText('a simple random sample of 150 documents');
  await inspectEveryView(page, 'methods-text');
  await page.keyboard.press('Escape');
  await page.goto(`${projectPath}/monitor`);
  await expect(page.getByRole('heading', { level: 1, name: 'Monitor' })).toBeVisible();
  await inspectEveryView(page, 'monitor');
});

test('what is looked at stands in the address, and what is not there is said', async () => {
  await page.goto(`${projectPath}/threshold/reliability`);
  const threshold = page.getByRole('textbox', { name: 'Threshold' });
  await threshold.fill('7');
  await expect(page.getByText('From 1 to 5.')).toBeVisible();
  await threshold.fill('4');
  await threshold.press('Enter');
  await expect(page).toHaveURL(/threshold=4/);
  await expect(page.getByText(/^At 4\.00, the threshold chosen here/)).toBeVisible();
  await page.reload();
  await expect(threshold).toHaveValue('4');
  await page.goto(`${projectPath}/threshold/reliability?sample=gone&threshold=9&rater=nobody`);
  await expect(page.getByText('The sample is not among the rated samples of this project')).toBeVisible();
  await inspectEveryView(page, 'reliability-refused');
  await page.goto(`${projectPath}/threshold/recall?control=gone`);
  await expect(page.getByText('The control set is not among the samples of this project')).toBeVisible();
  await page.getByLabel('Control set').selectOption({ index: 0 });
  await page.getByLabel('Target recall').selectOption('0.8');
  await expect(page).toHaveURL(/recall=0\.8/);
});

test('documents that come later are drawn over those the version was computed from', async () => {
  await page.goto(`${projectPath}/collections`);
  const buffer = Buffer.from(laterLines.join('\n'));
  await page.locator('input[type=file]').setInputFiles({ name: 'later.jsonl', mimeType: 'application/jsonl', buffer });
  await expect(page.getByText(`${LATER} records read: ${LATER} accepted`)).toBeVisible({ timeout: 60_000 });
  await page.goto(`${projectPath}/monitor`);
  const scores = page.getByRole('figure').filter({ hasText: 'Where do the scores lie?' });
  await expect(scores).toBeVisible({ timeout: 200_000 });
  await expect(page.getByRole('img', { name: /^How long are the texts\?/ })).toBeVisible();
  await inspectEveryView(page, 'monitor-compared');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    scores.getByRole('button', { name: 'CSV' }).click(),
  ]);
  const rows = parse(await readFile(await download.path()), { columns: true }) as Record<string, string>[];
  expect(rows).toHaveLength(20);
  const sumOf = (column: string) => rows.reduce((sum, row) => sum + Number(row[column]), 0);
  expect(sumOf('New documents')).toBeGreaterThanOrEqual(50);
  expect(sumOf('New documents, share')).toBeCloseTo(1, 4);
  expect(sumOf('When saved, share')).toBeCloseTo(1, 4);
  await scores.getByRole('button', { name: 'Table' }).click();
  await expect(scores.getByRole('columnheader', { name: 'New documents, share' })).toBeVisible();
});

test('a recalibration reranks the project, takes the threshold out of force, and is taken back', async () => {
  await page.goto(`${projectPath}/threshold/recalibration`);
  await page
    .getByRole('button', { name: /^Apply / })
    .first()
    .click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('button', { name: 'Take back' })).toBeVisible();
  await inspectEveryView(page, 'recalibration-in-force');
  await page.goto(`${projectPath}/threshold`);
  await expect(page.getByText(/its threshold lies on the model’s own scores/i).first()).toBeVisible();
  await page.getByRole('navigation', { name: 'Threshold' }).getByRole('link', { name: 'Recalibration' }).click();
  await page.getByRole('button', { name: 'Take back' }).click();
  await expect(page.getByText('None: documents are ranked by the model’s own scores')).toBeVisible();
});

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
