import { expect, type Page, test } from '@playwright/test';
import {
  expectAccessible,
  FIRST_PERSON,
  inspectEveryView,
  readSourceRecords,
  type SourceRecord,
  startImport,
} from './desk';
import { ask, readBottom, readTop } from './graphql';

/** From an empty data folder to a threshold in force: what a team does on its first day, in its order. */
test.describe.configure({ mode: 'serial' });

const SAMPLE_SIZE = 40;

let page: Page;
let projectPath = '';
let token = '';
let records: ReadonlyMap<string, SourceRecord>;

test.beforeAll(async ({ browser }) => {
  records = await readSourceRecords();
  page = await (await browser.newContext()).newPage();
});
test.afterAll(() => page.close());

const projectId = () => decodeURIComponent(projectPath.split('/').at(-1) ?? '');

test('an empty installation asks for the first account', async () => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/setup$/);
  await inspectEveryView(page, 'setup');
  await page.getByLabel('Your name').fill(FIRST_PERSON.name);
  await page.getByLabel('E-mail').fill(FIRST_PERSON.email);
  await page.getByLabel('Password').fill(FIRST_PERSON.password);
  await page.getByLabel('Team').fill('Evidence group');
  await page.getByRole('button', { name: 'Create account and team' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();
  await inspectEveryView(page, 'home-empty');
});

test('a wrong password is refused in words, the right one opens the desk', async ({ browser }) => {
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto('/setup');
  await expect(stranger).toHaveURL(/\/sign-in/);
  await inspectEveryView(stranger, 'sign-in');
  await stranger.getByLabel('E-mail').fill(FIRST_PERSON.email);
  await stranger.getByLabel('Password').fill('not the password at all');
  await stranger.getByRole('button', { name: 'Sign in' }).click();
  await expect(stranger.getByText('do not belong together')).toBeVisible();
  await expectAccessible(stranger);
  await stranger.getByLabel('Password').fill(FIRST_PERSON.password);
  await stranger.getByRole('button', { name: 'Sign in' }).click();
  await expect(stranger.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();
  await stranger.close();
});

test('a project takes a file and accounts for every record', async () => {
  await page.getByRole('link', { name: 'New project' }).first().click();
  await page.getByLabel('Name').fill('Medical or not');
  await page.getByLabel('Question').fill('Is this text about medicine?');
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Collections' })).toBeVisible();
  projectPath = new URL(page.url()).pathname.replace(/\/collections$/, '');
  await inspectEveryView(page, 'collections-empty');
  await page.locator('input[type=file]').setInputFiles('samples/mixed-2000.jsonl');
  await startImport(page);
  await expect(page.getByText(/2,020 records read/)).toBeVisible({ timeout: 120_000 });
});

test('the ranking appears while scoring runs', async () => {
  await page.goto(`${projectPath}/documents`);
  await expect(page.getByRole('progressbar', { name: 'Scoring documents' })).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Ranked documents' }).getByRole('row').first()).toBeVisible();
  await page.goto(projectPath);
  await expect(page.getByText(/[\d,]+ of [\d,]+ documents scored\./)).toBeVisible({ timeout: 280_000 });
  await inspectEveryView(page, 'overview');
  await page.goto(`${projectPath}/collections`);
  await expect(page.getByText(/2,020 records read/)).toBeVisible();
  await inspectEveryView(page, 'collections');
});

test('a token, shown once, reads the same ranking: medical above, everything else below', async ({ request }) => {
  await page.goto('/account/tokens');
  await inspectEveryView(page, 'tokens-empty');
  await page.getByRole('button', { name: 'New token' }).click();
  await page.getByLabel('Name').fill('Journey');
  await page.getByRole('button', { name: 'Make token' }).click();
  token = await page.getByRole('textbox', { name: 'API token' }).inputValue();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Close' }).click();
  await inspectEveryView(page, 'tokens');

  const [top, bottom] = [
    await readTop(request, token, projectId(), 200),
    await readBottom(request, token, projectId(), 200),
  ];
  expect([top.length, bottom.length]).toEqual([200, 200]);
  expect(meanRelevance(top.map(({ externalId }) => externalId))).toBeGreaterThan(4);
  expect(meanRelevance(bottom.map(({ externalId }) => externalId))).toBeLessThan(2);
});

test('an override moves a document, and undo takes it back', async ({ request }) => {
  await page.goto(`${projectPath}/documents`);
  const rows = page.getByRole('grid', { name: 'Ranked documents' }).getByRole('row');
  await expect(rows.first()).toBeVisible();
  await inspectEveryView(page, 'documents');
  await rows.nth(1).click();
  const score = page.getByRole('region', { name: 'Score', exact: true });
  await expect(score).toContainText('rank 2');
  await expect(score).toContainText('Winnow starter');
  await inspectEveryView(page, 'reader');
  const id = new URL(page.url()).searchParams.get('doc') ?? '';
  const overrideOf = async () =>
    (await ask<{ node: { overrideScore: number | null } }>(request, token, OVERRIDE_OF, { id })).node.overrideScore;

  await page.keyboard.press('s');
  const sentences = page.getByRole('region', { name: 'Scores of sentences' });
  await expect(sentences).toContainText(/sentences? scored/);
  await page.getByRole('group', { name: /^Text with scores/ }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(sentences).toContainText(/Sentence 1 of \d+: \d\.\d\d/);
  await inspectEveryView(page, 'reader-sentences');
  await page.keyboard.press('s');
  await expect(sentences).toHaveCount(0);

  await page.keyboard.press('2');
  await expect(score).toContainText('Set to 2');
  await expect.poll(overrideOf).toBe(2);
  await page.keyboard.press('u');
  await expect(score).not.toContainText('Set to');
  await expect.poll(overrideOf).toBeNull();

  await page.goto(`${projectPath}/activity`);
  await expect(page.getByText('overrode a score')).toBeVisible();
  await expect(page.getByText('took an override back')).toBeVisible();
  await inspectEveryView(page, 'activity');
});

test('a search and an impossible filter answer each in their way', async () => {
  await page.goto(`${projectPath}/documents`);
  const search = page.getByRole('textbox', { name: 'Search titles and texts' });
  await expect(page.locator('[data-fills]:not([inert]) [role=row]').first()).toBeVisible();
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await page.keyboard.type('alzheimer');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/alzheimer/);
  await expect(page.getByRole('grid', { name: 'Ranked documents' }).getByRole('row').first()).toBeVisible();
  await search.fill('zzyzx quokka');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('grid', { name: 'Ranked documents' })).toHaveCount(0);
  await inspectEveryView(page, 'documents-nothing-found');
});

test('a random sample is rated without seeing scores', async () => {
  await page.goto(`${projectPath}/threshold`);
  await inspectEveryView(page, 'threshold-empty');
  await page.goto(`${projectPath}/validation`);
  await inspectEveryView(page, 'validation-empty');
  await page.getByLabel('Documents to rate').fill(String(SAMPLE_SIZE));
  await page.getByRole('button', { name: 'Draw sample' }).click();
  await expect(page.getByRole('heading', { name: 'Rating without scores' })).toBeVisible();
  await inspectEveryView(page, 'rating');

  await page.keyboard.press('s');
  await expect(page.getByText('Why is it passed over?')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('2');
  await expect(page.getByText(`1 of ${SAMPLE_SIZE} answered`)).toBeVisible();
  await page.keyboard.press('u');

  const byText = new Map([...records.values()].map((record) => [squeeze(record.text), record.expected_relevance]));
  const document = page.getByRole('region', { name: 'Document' });
  for (let answered = 0; answered < SAMPLE_SIZE; answered += 1) {
    await expect(page.getByText(`${answered} of ${SAMPLE_SIZE} answered`)).toBeVisible();
    await expect(page.locator('main .relevance-fill, main mark')).toHaveCount(0);
    const shown = squeeze((await document.locator('.reading').textContent()) ?? '');
    const relevance = byText.get(shown) ?? fail(`no record reads: ${shown.slice(0, 80)}`);
    await page.keyboard.press(String(Math.max(1, Math.round(relevance))));
  }
  await expect(page.getByText('You have answered every document of this sample')).toBeVisible();
});

test('the threshold is chosen from the sample, saved, activated, and the API says the same', async ({ request }) => {
  await page.getByRole('link', { name: 'See what a threshold would mean' }).click();
  await expect(page.getByRole('spinbutton', { name: 'Threshold' })).toBeVisible();
  await page.getByRole('spinbutton', { name: 'Threshold' }).fill('3');
  await inspectEveryView(page, 'threshold');
  await page.getByRole('button', { name: 'Save 3.00' }).click();
  await page.getByRole('button', { name: 'Activate version 1' }).click();
  await expect(page.getByText('in force', { exact: true })).toBeVisible();
  await inspectEveryView(page, 'threshold-saved');

  const { project } = await ask<ThresholdAnswer>(request, token, ACTIVE_THRESHOLD, { id: projectId() });
  const { activeCalibration: active, progress } = project;
  expect(active.threshold).toBe(3);
  expect(active.sample.ratedCount).toBe(SAMPLE_SIZE);
  expect(progress.included).toBe(active.workload);

  await page.goto(projectPath);
  await expect(page.getByText(new Intl.NumberFormat('en').format(active.workload), { exact: true })).toBeVisible();
  const included = await readTop(request, token, projectId(), active.workload + 1);
  expect(included.filter(({ isIncluded }) => isIncluded)).toHaveLength(active.workload);
  expect(included.at(-1)?.isIncluded).toBe(false);
});

test('the other pages stand in every view', async () => {
  for (const [name, path] of [
    ['settings', `${projectPath}/settings`],
    ['api', `${projectPath}/api`],
    ['validation', `${projectPath}/validation`],
    ['home', '/'],
    ['account', '/account'],
    ['not-found', '/projects/nothing'],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await inspectEveryView(page, name);
  }
});

const OVERRIDE_OF = 'query ($id: ID!) { node(id: $id) { ... on Document { overrideScore } } }';
const ACTIVE_THRESHOLD = `query ($id: ID!) {
  project(id: $id) {
    progress { included }
    activeCalibration { threshold workload sample { ratedCount } }
  }
}`;

interface ThresholdAnswer {
  readonly project: {
    readonly progress: { readonly included: number | null };
    readonly activeCalibration: {
      readonly threshold: number;
      readonly workload: number;
      readonly sample: { readonly ratedCount: number };
    };
  };
}

function meanRelevance(externalIds: readonly string[]): number {
  const values = externalIds.map((id) => records.get(id)?.expected_relevance ?? fail(`no record ${id}`));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A browser shows a text with its own idea of white space. */
function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function fail(message: string): never {
  throw new Error(message);
}
