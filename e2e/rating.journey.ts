import { expect, type Page, type Route, test } from '@playwright/test';
import { signIn } from './desk';

/** A rater who is faster than the network: no key is lost, and none rates what is not on the page. */
test.describe.configure({ mode: 'serial' });

const SIZE = 9;
/** As many documents as are there before the server has answered anything. */
const AHEAD = 3;

interface Rated {
  readonly text: string;
  readonly value: number;
}

let page: Page;
const held: Route[] = [];
let isHolding = true;

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
  await page.route('**/api/graphql', async (route) => {
    if (isHolding && route.request().postData()?.includes('mutation RateSampleItem')) held.push(route);
    else await route.continue();
  });
});
test.afterAll(() => page.close());

test('the document answered last stays until the next is there, and takes a change of mind', async () => {
  await signIn(page);
  await page.getByRole('link', { name: 'Medical or not' }).first().click();
  await page.getByRole('navigation').getByRole('link', { name: 'Validation' }).first().click();
  await page.getByLabel('Documents to rate').fill(String(SIZE));
  await page.getByRole('button', { name: 'Draw sample' }).click();
  await expect(page.getByRole('heading', { name: 'Rating without scores' })).toBeVisible();
  const document = page.getByRole('region', { name: 'Document' });
  for (let answered = 0; answered < AHEAD; answered += 1) {
    await expect(page.getByText(`${answered} of ${SIZE} answered`)).toBeVisible();
    await page.keyboard.press('2');
  }
  await expect(page.getByText('Fetching the next document', { exact: true })).toBeVisible();
  await expect(page.getByText(`${AHEAD - 1} of ${SIZE} answered`)).toBeVisible();
  await expect(page.getByRole('button', { name: '2, hardly' })).toHaveAttribute('aria-pressed', 'true');
  const last = await document.textContent();
  await page.keyboard.press('5');
  await expect(page.getByRole('button', { name: '5, fully relevant' })).toHaveAttribute('aria-pressed', 'true');
  expect(await document.textContent()).toBe(last);
});

test('a key at the very change of the count rates the document that it shows', async () => {
  await page.evaluate(pressAtEveryChange);
  isHolding = false;
  await expect.poll(() => held.length).toBe(1);
  await held[0]?.continue();
  await expect(page.getByText('You have answered every document of this sample')).toBeVisible();
  const pressed = await page.evaluate(() => (window as unknown as { pressed: Rated[] }).pressed);
  expect(pressed).toHaveLength(SIZE - AHEAD);

  const kept = await readKept();
  expect(kept).toHaveLength(SIZE);
  expect(kept.slice(0, AHEAD).map(({ value }) => value)).toEqual([2, 2, 5]);
  expect(kept.slice(AHEAD)).toEqual(pressed);
});

/**
 * Runs in the page: answers 1 to 5 in turn as soon as the count has changed, before the browser has painted it or has
 * done anything else, and notes what was in view then.
 */
function pressAtEveryChange(): void {
  const pressed: Rated[] = [];
  Object.assign(window, { pressed });
  const count = () => document.querySelector('[role=progressbar][aria-label=Answered]')?.getAttribute('aria-valuenow');
  let before = count();
  new MutationObserver(() => {
    const now = count();
    const text = document.querySelector('.reading')?.textContent;
    if (now === undefined || now === before || text == null) return;
    before = now;
    const value = 1 + (pressed.length % 5);
    pressed.push({ text, value });
    document.dispatchEvent(new KeyboardEvent('keydown', { key: `${value}`, code: `Digit${value}`, bubbles: true }));
  }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
}

/** What the server has of this rater, in the order in which it was rated; asked as the page asks it. */
async function readKept(): Promise<Rated[]> {
  const query = `query Kept($id: ID!) { node(id: $id) { ... on Sample {
    answered(first: ${SIZE}) { nodes { position text value } } } } }`;
  const id = decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '');
  const body = JSON.stringify({ query, variables: { id } });
  const answer = (await page.evaluate(askFromPage, body)) as {
    data: { node: { answered: { nodes: (Rated & { readonly position: number })[] } } };
  };
  const inOrder = answer.data.node.answered.nodes.toSorted((left, right) => left.position - right.position);
  return inOrder.map(({ text, value }) => ({ text, value }));
}

async function askFromPage(body: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  return (await fetch('/api/graphql', { method: 'POST', headers, body })).json();
}
