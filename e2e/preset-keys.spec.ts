// Every preset there is, opened, run, changed and gone through without a pointer.
import { readdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { catalogue } from '../src/texts/en/catalogue.ts';
import { settled, steady, tabTo } from './by-keys.ts';
import { expect, test } from './fixture.ts';

const names = readdirSync(new URL('../src/presets/', import.meta.url))
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace(/\.json$/, ''));
const texts: Readonly<Record<string, string>> = catalogue.ui;
const titleOf = (name: string): string => texts[`preset.${name}.title`] ?? name;

/** Opens a preset from the menu of scenarios. */
async function choose(page: Page, title: string): Promise<void> {
  const menuButton = page.locator('header [aria-haspopup="menu"]').first();
  await tabTo(page, menuButton);
  await page.keyboard.press('Enter');
  const wanted = page
    .getByRole('menuitem', { name: title, exact: false })
    .or(page.getByRole('menuitemradio', { name: title }))
    .first();
  await wanted.waitFor();
  const hasFocus = (): Promise<boolean> => wanted.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 40 && !(await hasFocus()); presses += 1) await page.keyboard.press('ArrowDown');
  await expect(wanted).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('header .scenario-title')).toHaveText(title);
}

/** The first thing in any view that can be acted on: the views are gone through until one has some. */
async function openFirstVerbs(page: Page): Promise<void> {
  const thing = page.locator('.stage .target').first();
  for (let views = 0; views < 12 && (await thing.count()) === 0; views += 1) {
    await page.keyboard.press('v');
    await page.waitForTimeout(400);
  }
  const stop = page.locator('.stage .target[tabindex="0"]').first();
  await tabTo(page, stop);
  await page.keyboard.press('m');
  await page.getByRole('menu').waitFor();
}

test('there are presets', () => {
  expect(names.length).toBeGreaterThan(10);
});

for (const name of names) {
  test(`${name} needs no pointer: open, play, step, act, undo, go back and forth in time`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto('./?visit=no&lang=en');
    await page.locator('.target').first().waitFor();
    await choose(page, titleOf(name));
    const clock = page.getByRole('timer').first();
    const opened = await settled(clock);

    // Time goes on with Space, and by steps.
    await page.keyboard.press('3');
    await page.locator('#stage').focus();
    await page.keyboard.press(' ');
    await expect(clock).not.toHaveText(opened);
    await page.keyboard.press(' ');
    const played = await settled(clock);
    await expect(async () => {
      await page.keyboard.press('b');
      await expect(clock).not.toHaveText(played, { timeout: 500 });
    }).toPass();

    // The first verb of the first thing, and back.
    const acts = page.locator('.log .event:not(.is-future)').filter({ hasText: 'You:' });
    // The log follows the picture, which comes first.
    const actsBefore = await steady(() => acts.count());
    await openFirstVerbs(page);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menu')).toHaveCount(0);
    await expect(acts).toHaveCount(actsBefore + 1);
    await page.keyboard.press('u');
    await expect(acts).toHaveCount(actsBefore);

    // The line of time, from end to end.
    await tabTo(page, page.getByRole('slider', { name: texts['timeline.name'] ?? '' }));
    await page.keyboard.press('Home');
    await expect(clock).toHaveText(/^0\.000/);
    await page.keyboard.press('End');
    await expect(clock).not.toHaveText(/^0\.000/);
  });
}
