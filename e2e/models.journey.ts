import { expect, type Page, test } from '@playwright/test';
import { inspectEveryView, signIn } from './desk';

/** The operator's day: a model comes from the hub, scores for a while, and goes again. */
test.describe.configure({ mode: 'serial' });

const REPOSITORY = 'evidence-group/relevance-trial';
const PULL_MS = 120_000;

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
  await signIn(page);
  await page.goto('/models');
});
test.afterAll(() => page.close());

const here = () => page.getByRole('listitem').filter({ has: page.getByRole('button', { name: /^(Use|Verify) / }) });
const trial = () => here().filter({ hasText: 'relevance-trial' });
const lately = (what: string) => page.getByRole('listitem').filter({ hasText: `${what} ${REPOSITORY}` });

async function pull(repository: string): Promise<void> {
  await page.getByLabel('Repository').fill(repository);
  await page.getByRole('button', { name: 'Pull model' }).click();
}

test('a repository that the hub does not have is told with a reason', async () => {
  await pull('evidence-group/not-there');
  const failed = page.getByRole('listitem').filter({ hasText: 'Pull of evidence-group/not-there' });
  await expect(failed).toContainText('failed', { timeout: PULL_MS });
  await expect(failed).toContainText('HUB_NOT_FOUND');
  await inspectEveryView(page, 'models-failed');
});

test('a model is pulled, checked and put to use', async () => {
  await pull(REPOSITORY);
  await expect(lately('Pull of')).toContainText('done', { timeout: PULL_MS });
  await expect(trial()).toBeVisible();
  await trial()
    .getByRole('button', { name: /^Verify/ })
    .click();
  await expect(lately('Verification of')).toContainText('done', { timeout: PULL_MS });
  await expect(trial()).toContainText('verified');
  await trial().getByRole('button', { name: /^Use/ }).click();
  await expect(trial()).toContainText('in use', { timeout: PULL_MS });
  await inspectEveryView(page, 'models');
});

test('another model takes over, and the first can go', async () => {
  await here().filter({ hasText: 'starter' }).getByRole('button', { name: /^Use/ }).click();
  await expect(trial()).not.toContainText('in use', { timeout: PULL_MS });
  await trial()
    .getByRole('button', { name: /^Remove/ })
    .click();
  await page.getByRole('button', { name: 'Remove model' }).click();
  await expect(lately('Removal of')).toContainText('done', { timeout: PULL_MS });
  await expect(trial()).toHaveCount(0);
});
