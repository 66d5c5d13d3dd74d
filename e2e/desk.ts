import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

export interface SourceRecord {
  readonly id: string;
  readonly text: string;
  readonly expected_relevance: number;
}

/** The sample collection as it lies in the repository, by the record's own id. */
export async function readSourceRecords(): Promise<ReadonlyMap<string, SourceRecord>> {
  const lines = (await readFile('samples/mixed-2000.jsonl', 'utf8')).split('\n').filter(Boolean);
  const records = lines.map((line) => JSON.parse(line) as SourceRecord);
  return new Map(records.map((record) => [record.id, record]));
}

/** Who made the first account, and looks after the installation. */
export const FIRST_PERSON = { name: 'Ada Lovelace', email: 'ada@example.org', password: 'chaff flies, grain falls' };

export async function signIn(page: Page, { email, password } = FIRST_PERSON): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();
}

/** Lets a file go on whose columns were found right. */
export async function startImport(page: Page): Promise<void> {
  await expect(page.getByRole('region', { name: 'First documents' })).toBeVisible();
  await page.getByRole('button', { name: 'Start the import' }).click();
}

/** No rule of axe is broken on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

/** Nothing but a box of its own may scroll sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
}

const VIEWS = [
  { width: 1280, height: 800, scheme: 'light' },
  { width: 1280, height: 800, scheme: 'dark' },
  { width: 390, height: 844, scheme: 'light' },
  { width: 390, height: 844, scheme: 'dark' },
] as const;

/** Wide and narrow, light and dark: accessible in each, and a picture of each to look at. */
export async function inspectEveryView(page: Page, name: string): Promise<void> {
  for (const { width, height, scheme } of VIEWS) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.screenshot({ path: `test-results/views/${name}-${width}-${scheme}.png` });
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'light' });
}
