// A link shows a friend the same; what is wrong with one is said, and nothing is opened in its place.
import type { Page } from '@playwright/test';
import { readSource } from '../src/headless/scenario-source.ts';
import { encodeLink } from '../src/scenario/link.ts';
import { expect, test } from './fixture.ts';

/** What the page says of every thing on the stage, and the clock. */
async function scene(page: Page): Promise<readonly string[]> {
  const names = await page.locator('.target').evaluateAll((targets) => targets.map((target) => target.getAttribute('aria-label') ?? ''));
  return [...names.sort(), await page.getByRole('timer').first().innerText()];
}

test('a link of what was done opens as the same scene', async ({ page, browser, baseURL }) => {
  await page.goto('./?visit=no');
  await page.getByRole('button', { name: 'Broker 1, running, leads orders-0' }).focus();
  await page.keyboard.press('m');
  await page.getByRole('menuitem', { name: /^Kill/ }).click();
  await expect(page.getByRole('button', { name: /^Broker 1, (?!running)/ })).toBeVisible();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('s');
  const field = page.getByRole('textbox', { name: 'Link', exact: true });
  await expect(field).toHaveValue(/#/);
  const fromStart = await field.inputValue();
  // The other links begin at the start, so that a friend watches it happen.
  await page.getByText('This moment, paused').click();
  await expect(field).not.toHaveValue(fromStart);
  const link = await field.inputValue();
  expect(new URL(link).origin).toBe(new URL(baseURL ?? '').origin);
  await page.keyboard.press('Escape');
  const shown = await scene(page);
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1440, height: 900 } });
  const friend = await context.newPage();
  await friend.goto(link);
  await expect.poll(() => scene(friend), { timeout: 20_000 }).toEqual(shown);
  await context.close();
});

const whole = encodeLink(readSource('preset:acked-and-lost', { isLarge: false, withScript: true }));
const newer = whole.replace(/^(\D*)\d+/, '$199');

for (const { what, fragment, en, zh } of [
  { what: 'cut off', fragment: whole.slice(0, whole.length - 40), en: /cut off|arrived/i, zh: /截断|不完整|收到|只有/ },
  { what: 'made by a newer version', fragment: newer, en: /newer/i, zh: /更新|新版/ },
  { what: 'too large', fragment: whole + 'A'.repeat(200_000), en: /large|long|more than|characters/i, zh: /太|过|超|字符/ },
]) {
  test(`a link that is ${what} says so in both languages, and opens nothing`, async ({ page }) => {
    for (const [lang, text] of [
      ['en', en],
      ['zh', zh],
    ] as const) {
      await page.goto('about:blank');
      await page.goto(`./?lang=${lang}&visit=no#${fragment}`);
      await expect(page.locator('.problem-page')).toContainText(text);
      expect(await page.locator('.target').count()).toBe(0);
      // What was given is still there, to be looked at or completed.
      expect(page.url()).toContain(fragment.slice(0, 60));
    }
  });
}

test('a link that is pasted into the address of the open page opens there', async ({ page }) => {
  await page.goto('./?visit=no');
  await page.locator('.target').first().waitFor();
  await page.evaluate((fragment) => {
    window.location.hash = fragment;
  }, whole);
  await expect(page.locator('header').getByRole('button', { name: 'The kill that loses a record' })).toBeVisible();
});
