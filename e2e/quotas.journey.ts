import { expect, type Page, test } from '@playwright/test';
import { inspectEveryView, signIn } from './desk';

/** The operator looks after what teams use. */
test.describe.configure({ mode: 'serial' });

const CREATE = 'mutation ($input: CreateTeamInput!) { createTeam(input: $input) { userErrors { message } } }';
const LONG = 'The very long name of a team that reviews all trials of inhaled steroids in children and in adults';

let page: Page;

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
  await signIn(page);
});
test.afterAll(() => page.close());

const createTeam = (name: string) =>
  page.evaluate(
    async ([query, given]) => {
      const body = JSON.stringify({ query, variables: { input: { name: given } } });
      const headers = { 'content-type': 'application/json' };
      await (await fetch('/api/graphql', { method: 'POST', headers, body })).json();
    },
    [CREATE, name] as const,
  );

test('all teams are listed, a page at a time, and found by name', async () => {
  for (const name of [LONG, ...Array.from({ length: 26 }, (_, at) => `Team of ward ${at + 1}`)]) await createTeam(name);
  await page.goto('/quotas');
  await expect(page.getByRole('row')).toHaveCount(26);
  await expect(page.getByRole('status')).toContainText(/\d+ teams/);
  await inspectEveryView(page, 'quotas');
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(page.getByRole('button', { name: 'Show more' })).toHaveCount(0);
  await page.getByRole('searchbox', { name: 'Find a team by its name' }).fill('INHALED steroids');
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('rowheader', { name: new RegExp(LONG) })).toBeVisible();
});

test('a team’s limits are set, by keyboard, and show at once', async () => {
  await page.getByRole('button', { name: `Limits of ${LONG}` }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: `What ${LONG} may use` });
  await dialog.getByLabel('Documents').fill('2000');
  await dialog.getByLabel('Stored files, in bytes').fill('0');
  await inspectEveryView(page, 'quotas-dialog');
  await dialog.getByRole('button', { name: 'Save limits' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('0 of 2,000')).toBeVisible();
  await inspectEveryView(page, 'quotas-found');
});

test('no team of a name, and a list that cannot be read, are said', async () => {
  await page.getByRole('searchbox').fill('%');
  await expect(page.getByRole('heading', { name: 'No team of that name' })).toBeVisible();
  await inspectEveryView(page, 'quotas-none');
  await page.route('**/api/graphql', (route) => route.fulfill({ status: 503, body: '{"errors":[]}' }));
  await page.getByRole('searchbox').fill('other');
  await expect(page.getByRole('heading', { name: 'The teams could not be read' })).toBeVisible({ timeout: 60_000 });
  await inspectEveryView(page, 'quotas-error');
  await page.unroute('**/api/graphql');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'No team of that name' })).toBeVisible();
  await page.getByRole('searchbox').fill('');
  await expect(page.getByRole('rowheader', { name: /^Team of ward 1\b/ })).toBeVisible();
});
