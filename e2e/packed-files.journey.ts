import { gzipSync } from 'node:zlib';
import { expect, type Page, test } from '@playwright/test';
import { inspectEveryView, signIn, startImport } from './desk';

/** A packed table is mapped like a table; full texts by choice; many files at once; a failed one; duplicates in a file. */
test.describe.configure({ mode: 'serial' });

const TABLE = 'Kop;Samenvatting\nAspirine na een infarct;Wij gaven aspirine aan 214 mensen.\n';
const ARTICLE = `<article><front><article-meta><article-id pub-id-type="doi">10.1000/full</article-id>
<title-group><article-title>Budesonide in children</article-title></title-group>
<abstract><p>We treated 40 children.</p></abstract></article-meta></front>
<body><p>Wheezing lasted nine days.</p></body></article>`;

let page: Page;
let projectPath = '';

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
  await signIn(page);
  await page.getByRole('link', { name: 'New project' }).first().click();
  await page.getByLabel('Name').fill('Packed files');
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Collections' })).toBeVisible();
  projectPath = new URL(page.url()).pathname.replace(/\/collections$/, '');
});
test.afterAll(() => page.close());

const inputFile = (name: string, content: string | Buffer) => ({
  ...{ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) },
});
const drop = (...files: ReturnType<typeof inputFile>[]) =>
  page.locator('input[type=file][aria-label="Drop files here"]').setInputFiles(files);

test('a packed table is shown with its columns, and mapped by hand', async () => {
  await drop(inputFile(`${'a long name of a table '.repeat(8).trim()}.csv.gz`, gzipSync(TABLE)));
  await expect(page.getByText('In the archive:')).toBeVisible();
  await page.getByLabel('What Kop becomes').selectOption('Title');
  await page.getByLabel('What Samenvatting becomes').selectOption('Text or abstract');
  await page.getByText('In the archive:').scrollIntoViewIfNeeded();
  await inspectEveryView(page, 'mapping-packed');
  await startImport(page);
  await expect(page.getByText(/1 record read: 1 accepted/)).toBeVisible();
});

test('several files arrive, one fails and is not offered to be undone, and their lines are cleared at once', async () => {
  await page.getByRole('checkbox', { name: 'Read full texts' }).check();
  await drop(
    inputFile('article.nxml', ARTICLE),
    inputFile('again.nxml', ARTICLE.replace('40 children', 'forty children')),
    inputFile('letter.rtf', '{\\rtf1 Dear colleague}'),
  );
  await expect(page.getByText('1 record read, full texts: 1 accepted')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/1 record read, full texts: .*1 duplicate/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('UNSUPPORTED_FORMAT')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Undo the import of article.nxml' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo the import of letter.rtf' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Remove letter.rtf' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove file' }).click();
  await expect(page.getByRole('button', { name: 'Remove letter.rtf' })).toHaveCount(0);
  await inspectEveryView(page, 'collections-finished');
  await page.getByRole('button', { name: 'Clear finished' }).click();
  await expect(page.getByRole('list', { name: 'Files on their way' })).toHaveCount(0);
});

test('an export holds duplicates where that is asked for', async () => {
  await page.goto(`${projectPath}/documents`);
  await page.getByRole('button', { name: /^Export these/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog.getByRole('checkbox', { name: 'With duplicates' }).check();
  await inspectEveryView(page, 'export-with-duplicates');
  await dialog.getByRole('button', { name: 'Make the file' }).click();
  await dialog.getByRole('link', { name: 'See it under Exports' }).click();
  await expect(page.getByText(/^CSV · 3 documents with duplicates/)).toBeVisible({ timeout: 60_000 });
  await inspectEveryView(page, 'exports-with-duplicates');
});
