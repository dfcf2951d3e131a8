// Every view there is, one after the other, found as a person finds them: with the key that goes to the next.
import type { Page } from '@playwright/test';
import { readSource } from '../src/headless/scenario-source.ts';
import { encodeLink } from '../src/scenario/link.ts';
import { expect } from './fixture.ts';

/** Names of the view that is shown, in the language of the page. */
export async function shownView(page: Page): Promise<string> {
  return page.locator('.view-tab[aria-current="page"]').innerText();
}

/** Goes through all views of a page that is 768 px wide or wider, beginning with the one that is shown. */
export async function eachView(page: Page, visit: (view: string) => Promise<void>): Promise<readonly string[]> {
  const seen: string[] = [];
  for (let view = await shownView(page); !seen.includes(view); view = await shownView(page)) {
    await visit(view);
    seen.push(view);
    await page.keyboard.press('v');
    await page.locator('.view-tab[aria-current="page"]').filter({ hasNotText: view }).waitFor();
    await page.locator('.stage-room > *').first().waitFor();
    // A view draws when its rows have come.
    await page.waitForTimeout(400);
  }
  return seen;
}

/** Two histories beside each other: goes back in time, stops a broker, and compares with what was before. */
export async function openCompare(page: Page): Promise<void> {
  const clock = page.getByRole('timer').first();
  const shownSeconds = async (): Promise<number> => Number.parseFloat(await clock.innerText());
  await page.keyboard.press('4');
  await page.keyboard.press(' ');
  await expect(clock).not.toHaveText(/^0\./);
  await page.keyboard.press(' ');
  // The clock is read when the run stands: what is on its way while the worker stops would look like a step back.
  await page.getByRole('button', { name: /^(Run|运行)$/ }).waitFor();
  const later = await shownSeconds();
  await expect(async () => {
    await page.keyboard.press('b');
    await expect.poll(shownSeconds, { timeout: 500 }).toBeLessThan(later);
  }).toPass();
  await page.locator('.stage [data-object="broker:1"]').focus();
  await page.keyboard.press('m');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('Enter');
  // Only what is done before the end of a history begins another one, and only then there is something to compare.
  const compare = page.locator('header').getByRole('button', { name: /Compare|对比/ });
  await compare.click();
  await page.locator('.compare-sides > section.is-other .target').first().waitFor();
}

/** The link of a scenario in which groups rebalance, at a time when all have members, opened in a view. */
export function withGroups(view: string): string {
  const scenario = readSource('preset:rebalance', { isLarge: false, withScript: true });
  return encodeLink({ ...scenario, open: { at: { micros: 21_000_000, steps: -1 }, panels: [view] } });
}

/** From the Group view: back in time, crashes the first member, and compares with what was before. */
export async function compareWithPast(page: Page): Promise<void> {
  await page.locator('.member-head').first().waitFor();
  await page.keyboard.press('b');
  await page.locator('.member-head').first().focus();
  await page.keyboard.press('m');
  await page.getByRole('menu').waitFor();
  await page.getByRole('menuitem', { name: /^(Crash|崩溃)/ }).click();
  await page
    .locator('header')
    .getByRole('button', { name: /Compare|对比/ })
    .click();
  await page.locator('.compare-sides > section.is-other .lanes').first().waitFor();
}
