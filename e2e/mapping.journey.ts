import { expect, type Page, test } from '@playwright/test';
import { inspectEveryView, signIn } from './desk';

/** A table with headers of nobody's convention, and the labels of an earlier review in it. */
test.describe.configure({ mode: 'serial' });

const ROWS = [
  ['Aspirine na een infarct', 'Wij gaven aspirine aan 214 mensen na een hartinfarct.', '2019', 'PubMed', 'ja'],
  ['Statines bij ouderen', 'Een cohort van 1.020 mensen boven de tachtig.', '2020', 'Embase', 'nee'],
  ['IJzer in de zwangerschap', 'Een gerandomiseerd onderzoek naar ijzertabletten.', '2021', 'PubMed', 'misschien'],
] as const;
const HEADER = ['Kop van het stuk', 'Wat er staat', 'Jaartal', 'Bron', 'Oordeel'];
const LABELS: Readonly<Record<string, string>> = { ja: 'yes', nee: 'no', misschien: 'perhaps' };
const FILE = [HEADER, ...ROWS.map(([title, text, year, source, label]) => [title, text, year, source, LABELS[label]])]
  .map((row) => row.join(';'))
  .join('\r\n');

let page: Page;
let projectPath = '';

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
});
test.afterAll(() => page.close());

async function drop(name: string, content: string): Promise<void> {
  const file = { name, mimeType: 'text/csv', buffer: Buffer.from(content) };
  await page.locator('input[type=file]').setInputFiles(file);
}

test('a table with odd headers is shown before anything of it is stored', async () => {
  await signIn(page);
  await page.getByRole('link', { name: 'New project' }).first().click();
  await page.getByLabel('Name').fill('Dutch trials');
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Collections' })).toBeVisible();
  projectPath = new URL(page.url()).pathname.replace(/\/collections$/, '');
  await drop('cohen.csv', FILE);
  await expect(page.getByText('waits for you')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Columns', exact: true })).toContainText('Kop van het stuk');
  await expect(page.getByRole('region', { name: 'First documents' })).toContainText('4 other fields kept');
  await inspectEveryView(page, 'mapping');
});

test('two columns and the label are set right, and the first documents follow at once', async () => {
  const documents = page.getByRole('region', { name: 'First documents' });
  await page.getByLabel('What Kop van het stuk becomes').selectOption('Title');
  await page.getByLabel('What Wat er staat becomes').selectOption('Text or abstract');
  await expect(documents.getByText('Aspirine na een infarct')).toBeVisible();
  await page.getByLabel('What Jaartal becomes').selectOption('Year');
  await page.getByLabel('What Oordeel becomes').selectOption('Label of another review');
  await expect(documents).toContainText('2019');
  await page.getByLabel('Whose labels these are').fill('Cohen 2006');
  await inspectEveryView(page, 'mapping-chosen');
  await page.getByRole('button', { name: 'Start the import' }).click();
  await expect(page.getByText(/3 records read: 3 accepted/)).toBeVisible();
  await expect(page.getByText('Labels of Cohen 2006: 1 included, 1 not included')).toBeVisible();
  await page.getByRole('button', { name: '1 remark' }).click();
  await expect(page.getByRole('dialog')).toContainText('UNREADABLE_LABEL');
  await expect(page.getByRole('dialog')).toContainText('line 4, Oordeel');
  await page.keyboard.press('Escape');
});

test('the documents carry them, and are filtered by label and by field', async () => {
  await page.goto(`${projectPath}/documents`);
  const rows = page.getByRole('grid', { name: 'Ranked documents' }).getByRole('row');
  await expect(rows).toHaveCount(3);
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByLabel('Labels of Cohen 2006').selectOption('Included');
  await expect(rows).toHaveCount(1);
  await inspectEveryView(page, 'filter-labels');
  await page.keyboard.press('Escape');
  await rows.first().click();
  const labels = page.getByRole('region', { name: 'Labels of other reviews' });
  await expect(labels).toContainText('Cohen 2006');
  await expect(labels).toContainText('included, written yes');
  await inspectEveryView(page, 'reader-labels');

  await page.goto(`${projectPath}/documents`);
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByLabel('Field of the source').selectOption('Another field, by its name');
  await page.getByLabel('Name of the field').fill('Bron');
  await page.getByLabel('Value of Bron').fill('PubMed');
  await page.getByRole('button', { name: 'Add this filter' }).click();
  await page.keyboard.press('Escape');
  await expect(rows).toHaveCount(2);
  await page.getByRole('button', { name: 'Remove filter: Bron is PubMed' }).click();
  await expect(rows).toHaveCount(3);
});

test('the next file with these columns goes through by itself, and says why', async () => {
  await page.goto(`${projectPath}/collections`);
  await drop('next.csv', `${HEADER.join(';')}\r\nZink bij kinderen;Een nieuw stuk.;2022;PubMed;yes`);
  await expect(page.getByText(/Mapped as on .+ by Ada Lovelace\. Labels of next: 1 included/)).toBeVisible();
  await inspectEveryView(page, 'mapping-remembered');
});
