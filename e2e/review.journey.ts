import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { expectAccessible, inspectEveryView, signIn, startImport } from './desk';

/** Decisions, tags and notes by keyboard, the list narrowed to them, a file of it, and the file in a project anew. */
test.describe.configure({ mode: 'serial' });

const LONG = `A title as long as some are, ${'with one clause after another, '.repeat(12)}to its end`;
const RECORDS = [
  {
    id: 'r1',
    title: 'Inhaled budesonide in children with asthma: a randomised trial',
    text: 'Background: asthma in children. Methods: a randomised, double-blind trial of budesonide.',
  },
  {
    id: 'r2',
    title: '=SUM(1,2) in a title',
    text: 'Patients with heart failure were followed for a year in a cohort study.',
  },
  {
    id: 'r3',
    title: LONG,
    text: 'قياس ضغط الدم لدى المرضى. Blood pressure was measured in patients with hypertension.',
  },
  { id: 'r4', title: 'Bicycle lanes', text: 'The city council has painted new lanes for bicycles.' },
];

let page: Page;
let projectPath = '';
let file = '';

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext({ acceptDownloads: true })).newPage();
});
test.afterAll(() => page.close());

async function openProject(name: string): Promise<string> {
  await page.goto('/');
  await page.getByRole('link', { name: 'New project' }).first().click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Collections' })).toBeVisible();
  return new URL(page.url()).pathname.replace(/\/collections$/, '');
}

test('somebody signs in', async () => {
  await signIn(page);
});

test('a document is decided on, tagged and noted without a mouse', async () => {
  projectPath = await openProject('Reviews');
  await page.goto(`${projectPath}/exports`);
  await expect(page.getByRole('heading', { name: 'Files of this project' })).toBeVisible();
  await inspectEveryView(page, 'exports-empty');
  await page.goto(`${projectPath}/collections`);
  const lines = RECORDS.map((record) => JSON.stringify(record)).join('\n');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'trials.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(lines) });
  await startImport(page);
  await expect(page.getByText('4 records read')).toBeVisible({ timeout: 60_000 });
  await page.goto(`${projectPath}/documents`);
  const rows = page.getByRole('grid', { name: 'Ranked documents' }).getByRole('row');
  await expect(rows).toHaveCount(4);
  await expect(page.getByRole('progressbar', { name: 'Scoring documents' })).toBeHidden({ timeout: 120_000 });

  await page.getByRole('gridcell', { name: RECORDS[0]?.title ?? '' }).click();
  await expect(page.getByRole('button', { name: 'Include', exact: true })).toBeEnabled();
  await page.getByRole('article').focus();
  await page.keyboard.press('i');
  await expect(page.getByRole('button', { name: 'Include', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText('decided by Ada Lovelace')).toBeVisible();
  await page.keyboard.press('t');
  await page.getByRole('textbox', { name: 'Find or make a tag' }).fill('Children & young people');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Tags', exact: true })).toContainText('Children & young people');
  await page.screenshot({ path: 'test-results/views/tags-open.png' });
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('article').focus();
  await page.keyboard.press('n');
  await page.keyboard.type('Ask the authors for the protocol.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('region', { name: 'Notes' })).toContainText('Ask the authors');
  await page.getByRole('article').focus();
  await page.keyboard.press('5');
  await expect(page.getByRole('region', { name: 'Scores set by people' })).toContainText('set 5');
  await inspectEveryView(page, 'reader-reviewed');
});

test('a decision is taken back, and the list is narrowed to decisions and tags', async () => {
  await page.getByRole('article').focus();
  await page.keyboard.press('x');
  await expect(page.getByRole('button', { name: 'Exclude', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('article').focus();
  await page.keyboard.press('x');
  await expect(page.getByRole('button', { name: 'Include', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Decided: include' }).click();
  await page.getByRole('checkbox', { name: 'Children & young people' }).click();
  await expectAccessible(page);
  await page.screenshot({ path: 'test-results/views/filter-open.png' });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Remove filter: Tag: Children & young people' })).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Ranked documents' }).getByRole('row')).toHaveCount(1);
  await page.getByRole('button', { name: 'Clear filters' }).click();
});

test('the list becomes a file that is downloaded and read', async () => {
  await page.goto(`${projectPath}/documents`);
  await page.getByRole('button', { name: 'Export these 4' }).click();
  await expect(page.getByRole('dialog', { name: 'Export' })).toBeVisible();
  await inspectEveryView(page, 'export-dialog');
  await page.getByRole('button', { name: 'Make the file' }).click();
  await page.getByRole('link', { name: 'See it under Exports' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Exports' })).toBeVisible();
  const link = page.getByRole('link', { name: /^Download/ }).first();
  await expect(link).toBeVisible({ timeout: 60_000 });
  await inspectEveryView(page, 'exports');
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  expect(download.suggestedFilename()).toMatch(/^reviews-\d{4}-\d\d-\d\d-\w{4}\.csv$/);
  file = await download.path();
  const read = parse(await readFile(file), { columns: true }) as Record<string, string>[];
  expect(read.map(({ id }) => id).sort()).toEqual(['r1', 'r2', 'r3', 'r4']);
  expect(read.find(({ id }) => id === 'r1')).toMatchObject({
    winnow_decision: 'INCLUDE',
    winnow_override: '5',
    winnow_tags: 'Children & young people',
  });
  expect(read.find(({ id }) => id === 'r2')?.title).toBe("'=SUM(1,2) in a title");
});

test('the file brings the reviews into an empty project', async () => {
  const copyPath = await openProject('Copy');
  await expect(page.getByRole('checkbox', { name: 'Bring reviews back' })).toBeChecked();
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'reviews.csv', mimeType: 'text/csv', buffer: await readFile(file) });
  await expect(page.getByText('4 with their reviews')).toBeVisible({ timeout: 60_000 });
  await inspectEveryView(page, 'collections-restored');
  await page.goto(`${copyPath}/documents`);
  await page.getByRole('gridcell', { name: RECORDS[0]?.title ?? '' }).click();
  await expect(page.getByText('from an import that names Ada Lovelace').first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Notes' })).toContainText('Ask the authors');
  await inspectEveryView(page, 'reader-restored');
  await page.getByRole('link', { name: 'Exports' }).first().click();
  await expect(page.getByRole('heading', { name: 'Files of this project' })).toBeVisible();
});
