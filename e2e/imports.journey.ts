import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, inspectEveryView, signIn, startImport } from './desk';

/** What becomes of files: reports, rejected records, likely duplicates, an import undone, an upload that was cut. */
test.describe.configure({ mode: 'serial' });

const TITLE = 'Inhaled budesonide for preschool children with asthma';
const LONG_NAME = `${'a very long name of a file '.repeat(7).trim()}.jsonl`;

let page: Page;
let projectPath = '';
let folder = '';

test.beforeAll(async ({ browser }) => {
  folder = await mkdtemp(join(tmpdir(), 'winnow-files-'));
  page = await (await browser.newContext({ acceptDownloads: true })).newPage();
  await signIn(page);
});
test.afterAll(async () => {
  await page.close();
  await rm(folder, { recursive: true });
});

async function drop(name: string, content: string | Buffer): Promise<void> {
  await writeFile(join(folder, name), content);
  await page.locator('input[type=file][aria-label="Drop files here"]').setInputFiles(join(folder, name));
}

/** From the toast of what was just done. */
const takeBack = () => page.locator('[data-sonner-toast]').getByRole('button', { name: 'Undo' }).first().click();

/** What has become of a file, apart from its way here. */
const lineOf = (name: string) =>
  page
    .getByRole('listitem')
    .filter({ has: page.getByText(name, { exact: true }) })
    .filter({ hasText: /records? read|records read|taken out|Waiting for a worker/i });

test('a file is reported on, and its rejected records come back as they were', async () => {
  await page.getByRole('link', { name: 'New project' }).first().click();
  await page.getByLabel('Name').fill('Files and their fates');
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Collections' })).toBeVisible();
  projectPath = new URL(page.url()).pathname.replace(/\/collections$/, '');

  const good = Array.from(
    { length: 28 },
    (_, index) => `${index},Caf\xe9 number ${index} in the clinic,Fever in case ${index}.,,`,
  );
  const bare = Array.from({ length: 12 }, (_, index) => `b${index},A title of study ${index} without text,,,`);
  const budesonide = `one,${TITLE},We randomised 120 children.,2020,"Heron, A; Stork, B"`;
  const broken = ['x1,"Too many",values,in,this,row', '<script>alert(1)</script>,too,many,of,them,here'];
  const rows = ['id,title,abstract,year,authors', ...good, ...bare, budesonide, ...broken];
  await drop('trials.csv', Buffer.from(rows.join('\n'), 'latin1'));
  await startImport(page);
  await expect(lineOf('trials.csv')).toContainText('43 records read: 41 accepted, 2 rejected', { timeout: 60_000 });

  await page.getByRole('button', { name: /^Report on trials.csv/ }).click();
  const report = page.getByRole('dialog', { name: 'Report on trials.csv' });
  await expect(report).toContainText('12 of 43 have no abstract.');
  await expect(report).toContainText('It was read as windows-1252');
  await inspectEveryView(page, 'import-report');
  await report.getByRole('radio', { name: 'Rejected 2' }).click();
  await expect(report.getByRole('listitem').filter({ hasText: 'WRONG_COLUMN_COUNT' })).toHaveCount(2);
  await expect(report).toContainText('2 of 2 shown');

  const downloading = page.waitForEvent('download');
  await report.getByRole('link', { name: 'Rejected records' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('trials-rejected.csv');
  const kept = await readFile(await download.path(), 'utf8');
  expect(kept).toBe(['id,title,abstract,year,authors', ...broken, ''].join('\n'));
  await page.keyboard.press('Escape');
});

test('a likely duplicate is compared, joined, and taken back', async () => {
  const rows = [
    'id,title,abstract,year,authors,doi',
    `two,${TITLE},A report on 120 children.,2021,"A Heron; B Stork",10.1000/two`,
  ];
  await drop('later.csv', rows.join('\n'));
  await startImport(page);
  await expect(page.getByRole('heading', { name: 'Likely duplicates' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/Same title; one year apart; same authors: Heron/)).toBeVisible();
  await page.getByText('Compare', { exact: true }).click();
  await expect(page.getByRole('rowheader', { name: /Year\s*differs/ })).toBeVisible();
  await inspectEveryView(page, 'likely-duplicates');

  await page.getByRole('button', { name: `Different works: ${TITLE}` }).click();
  await expect(page.getByRole('heading', { name: 'Likely duplicates' })).toHaveCount(0);
  await takeBack();
  await page.getByRole('button', { name: `Same work: ${TITLE}` }).click();
  await expect(page.getByText('Joined as one work')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Likely duplicates' })).toHaveCount(0);
});

test('the reader shows where a work stands too, and splits a record off', async () => {
  await page.goto(`${projectPath}/documents?q=budesonide`);
  const rows = page.getByRole('grid', { name: 'Ranked documents' }).getByRole('row');
  await expect(rows).toHaveCount(1, { timeout: 60_000 });
  await rows.first().click();
  const records = page.getByRole('region', { name: 'Records of the same work' });
  await expect(records).toContainText('Also in one other record');
  await records.getByText('Compare', { exact: true }).click();
  await expect(records.getByRole('rowheader', { name: /Year\s*differs/ })).toBeVisible();
  await records.scrollIntoViewIfNeeded();
  await inspectEveryView(page, 'reader-records');
  await records.getByRole('link').first().click();
  await expect(page.getByText('Repeats another record of the same work')).toBeVisible();
  await page.keyboard.press('4');
  await expect(page.getByText('Open the first record of the work for that.')).toBeVisible();
  await records.getByRole('link', { name: 'Open the first record' }).click();
  await records.getByRole('button', { name: 'Split off: two' }).click();
  await expect(records).toContainText('The only record of its work');
  await takeBack();
  await expect(records).toContainText('Also in one other record');

  await records.getByRole('button', { name: 'Join with another record' }).click();
  const dialog = page.getByRole('dialog', { name: 'Join with another record' });
  await dialog.getByLabel('Words of its title or text').fill('number 7');
  await dialog.getByRole('button', { name: 'Search' }).click();
  await expect(dialog.getByRole('listitem').first()).toBeVisible();
  await inspectEveryView(page, 'join-records');
  await page.keyboard.press('Escape');
});

test('an import that nobody has worked on is undone; one that was worked on is not', async () => {
  await page.keyboard.press('4');
  await expect(page.getByRole('region', { name: 'Score', exact: true })).toContainText('Set to 4');
  await page.goto(`${projectPath}/collections`);
  await page.getByRole('button', { name: 'Undo the import of trials.csv' }).click();
  const question = page.getByRole('alertdialog');
  await question.getByRole('button', { name: 'Undo import' }).click();
  await expect(question.getByRole('alert')).toContainText('1 score was set');
  await inspectEveryView(page, 'undo-refused');
  await question.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('button', { name: 'Undo the import of later.csv' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Undo import' }).click();
  await expect(lineOf('later.csv')).toContainText('1 document taken out again', { timeout: 60_000 });
  await page.goto(`${projectPath}/activity`);
  await expect(page.getByText('undid an import')).toBeVisible();
});

test('a file that is there already, and one that holds nothing, say so and offer nothing that cannot help', async () => {
  await page.goto(`${projectPath}/collections`);
  await drop('trials again.csv', await readFile(join(folder, 'trials.csv')));
  await expect(lineOf('trials again.csv')).toContainText('the same file as “trials.csv”', { timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Remove trials again.csv' })).toBeVisible();
  await drop('nothing.csv', '');
  await expect(page.getByText('"nothing.csv" is empty')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Remove nothing.csv' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
});

test('ten thousand remarks and a very long name have room', async () => {
  await page.goto(`${projectPath}/collections`);
  const good = Array.from({ length: 20 }, (_, index) => JSON.stringify({ id: `g${index}`, text: `Cough ${index}.` }));
  const broken = Array.from({ length: 10_050 }, (_, index) => `{"id": "${index}", broken`);
  await drop(LONG_NAME, [...good, ...broken].join('\n'));
  await startImport(page);
  await expect(page.getByRole('button', { name: /10,050 remarks$/ })).toBeVisible({ timeout: 120_000 });
  await inspectEveryView(page, 'collections-many-imports');
  await page.getByRole('button', { name: /10,050 remarks$/ }).click();
  const report = page.getByRole('dialog');
  await expect(report).toContainText('The first 10,000 of 10,050 remarks are listed; all are counted.');
  await report.getByRole('button', { name: 'Show more' }).click();
  await expect(report).toContainText('100 of 10,000 shown');
  await inspectEveryView(page, 'import-report-many');
  await page.keyboard.press('Escape');
});

test('an upload that was cut is offered again and goes on where it stopped', async () => {
  const bytes = 40 * 1024 * 1024;
  let patches = 0;
  await page.route('**/api/uploads/*', async (route) => {
    if (route.request().method() !== 'PATCH') return route.continue();
    patches += 1;
    return patches === 1 ? route.continue() : route.abort();
  });
  await drop('large.txt', Buffer.alloc(bytes, 'All work and no play. '));
  await expect.poll(() => patches, { timeout: 60_000 }).toBeGreaterThan(1);
  await page.goto('/');
  await page.unrouteAll({ behavior: 'ignoreErrors' });

  await page.goto(`${projectPath}/collections`);
  const waiting = page.getByRole('region', { name: 'Files that have not arrived whole' });
  await expect(waiting).toContainText('32.0 MB of 40.0 MB have arrived');
  await inspectEveryView(page, 'open-uploads');
  const chooser = waiting.locator('input[type=file]');
  await writeFile(join(folder, 'another.txt'), 'Another one.');
  await chooser.setInputFiles(join(folder, 'another.txt'));
  await expect(waiting.getByRole('alert')).toContainText('That is another file: another.txt');

  const offsets: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(request.headers()['upload-offset'] ?? '');
  });
  await chooser.setInputFiles(join(folder, 'large.txt'));
  await expect(page.getByText('40.0 MB arrived')).toBeVisible({ timeout: 60_000 });
  expect(offsets[0]).toBe(String(32 * 1024 * 1024));
  await expect(waiting).toHaveCount(0);
  await expect(lineOf('large.txt').last()).toContainText('1 record read', { timeout: 60_000 });
});

test('a team sees what it uses', async () => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Members' }).first().click();
  await expect(page.getByRole('heading', { name: 'What the team uses' })).toBeVisible();
  await inspectEveryView(page, 'team-usage');
  await page.getByRole('button', { name: 'Change limits' }).click();
  await page.getByLabel('Documents').fill('50');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save limits' }).click();
  await expect(page.getByText(/of 50/)).toBeVisible();
  await inspectEveryView(page, 'team-quota');
  await page.getByRole('button', { name: 'Change limits' }).click();
  await page.getByLabel('Documents').fill('');
  await page.getByRole('button', { name: 'Save limits' }).click();
  await expect(page.getByText(/of 50/)).toHaveCount(0);
});

test('somebody who only reads sees the pages, and nothing to press that is refused', async ({ browser }) => {
  await page.getByRole('button', { name: 'Invite' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Viewer', exact: true }).click();
  await dialog.getByRole('button', { name: 'Make invitation' }).click();
  const link = await dialog.getByRole('textbox', { name: 'Invitation link' }).inputValue();

  const reader = await (await browser.newContext()).newPage();
  await reader.goto(new URL(link).pathname);
  await reader.getByLabel('Your name').fill('Vera Viewer');
  await reader.getByLabel('E-mail').fill('vera@example.org');
  await reader.getByLabel('Password').fill('grain falls, chaff flies');
  await reader.getByRole('button', { name: /^Create account and join/ }).click();
  await reader.getByRole('link', { name: 'Members' }).first().click();
  await expect(reader.getByRole('heading', { name: 'What the team uses' })).toBeVisible();
  await expect(reader.getByRole('heading', { name: 'Open invitations' })).toHaveCount(0);

  await reader.goto(`${projectPath}/collections`);
  await expect(reader.getByText('the same file as “trials.csv”')).toBeVisible();
  const offered = await reader.getByRole('main').getByRole('button').allInnerTexts();
  expect(offered.filter((label) => !/^(Report|[\d,]+ remarks?)$/.test(label))).toEqual([]);
  await reader.goto(`${projectPath}/documents?q=budesonide`);
  await reader.getByRole('grid', { name: 'Ranked documents' }).getByRole('row').first().click();
  await expect(reader.getByRole('region', { name: 'Score', exact: true })).toBeVisible();
  await expect(reader.getByRole('region', { name: 'Set the score' })).toHaveCount(0);
  await reader.goto(`${projectPath}/settings`);
  await expect(reader.getByText('Owners and admins change what stands here.')).toBeVisible();
  await expect(reader.getByLabel('Name', { exact: true })).not.toBeEditable();
  await reader.close();
});
