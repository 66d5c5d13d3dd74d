import { expect, type Page, type Route, test } from '@playwright/test';
import { signIn } from './desk';

/** Pages whose scripts are slow to come: nothing looks ready that does not hear the keys. */
test.describe.configure({ mode: 'serial' });

const SIZE = 3;

let page: Page;
let held: Route[] | null = null;

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
  await page.route('**/_next/static/**/*.js*', async (route) => {
    if (held) held.push(route);
    else await route.continue();
  });
});
test.afterAll(() => page.close());

/** The page as the server wrote it, with its scripts on their way. */
async function openWithoutScripts(path: string): Promise<void> {
  held = [];
  await page.goto(path, { waitUntil: 'commit' });
}

async function letScriptsCome(): Promise<void> {
  const routes = held ?? [];
  held = null;
  await Promise.all(routes.map((route) => route.continue()));
}

test('a document to rate is shown once an answer to it is heard', async () => {
  await signIn(page);
  await page.getByRole('link', { name: 'Medical or not' }).first().click();
  await page.getByRole('navigation').getByRole('link', { name: 'Validation' }).first().click();
  await page.getByLabel('Documents to rate').fill(String(SIZE));
  await page.getByRole('button', { name: 'Draw sample' }).click();
  const document = page.getByRole('region', { name: 'Document' });
  await expect(document).toBeVisible();
  const first = await document.textContent();

  await openWithoutScripts(page.url());
  const heading = page.locator('h1', { hasText: 'Rating without scores' });
  await expect(heading).toBeVisible();
  await page.keyboard.press('4');
  await expect(document).toHaveCount(0);
  await expect(page.locator('fieldset')).toHaveCount(0);
  await page.screenshot({ path: 'test-results/views/rating-before-ready.png' });
  expect(held).not.toHaveLength(0);

  await letScriptsCome();
  await expect(document).toHaveText(first ?? '');
  await expect(page.getByText(`0 of ${SIZE} answered`)).toBeVisible();
  await page.keyboard.press('4');
  await expect(page.getByText(`1 of ${SIZE} answered`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo 4' })).toBeEnabled();
});

test('the ranked list is faint and not to be used until it hears the keys', async () => {
  await page.getByRole('navigation').getByRole('link', { name: 'Documents' }).first().click();
  const grid = page.getByRole('grid', { name: 'Ranked documents' });
  await expect(grid).toBeVisible();

  await openWithoutScripts(page.url());
  await expect(page.locator('[data-fills][inert] [role=row]').first()).toBeVisible();
  await page.keyboard.press('j');
  await page.screenshot({ path: 'test-results/views/documents-before-ready.png' });
  expect(held).not.toHaveLength(0);

  await letScriptsCome();
  await expect(page.locator('[data-fills]:not([inert]) [role=row]').first()).toBeVisible();
  await expect(page.locator('[role=row][aria-selected=true]')).toHaveCount(0);
  await page.keyboard.press('j');
  await expect(page.locator('[role=row][aria-selected=true]')).toHaveAttribute('aria-rowindex', '1');
});

test('a score is not set on an open document that is still on its way', async () => {
  const texts: Route[] = [];
  let isHolding = true;
  await page.route('**/api/graphql', async (route) => {
    if (isHolding && route.request().postData()?.includes('query DocumentText')) texts.push(route);
    else await route.continue();
  });
  const row = page.locator('[role=row][aria-selected=true]');
  const before = (await row.textContent()) ?? '';
  await page.keyboard.press('o');
  await expect.poll(() => texts.length).toBeGreaterThan(0);
  await page.keyboard.press('2');
  await expect(page.getByText('The document was not here yet')).toBeVisible();
  await expect(row).toHaveText(before);

  isHolding = false;
  await Promise.all(texts.map((route) => route.continue()));
  await expect(page.getByRole('region', { name: 'Score', exact: true })).toBeVisible();
  await page.keyboard.press('2');
  await expect(page.getByRole('region', { name: 'Scores set by people' })).toContainText('set 2');
  await page.keyboard.press('u');
  await expect(page.getByRole('region', { name: 'Scores set by people' })).toContainText('took the score back');
});
