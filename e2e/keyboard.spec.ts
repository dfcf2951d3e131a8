// The story of the kill that loses acknowledged records, told with the keyboard alone.
import type { Page } from '@playwright/test';
import { settled, tabTo } from './by-keys.ts';
import { expect, test } from './fixture.ts';

/** Tabs until a thing on the stage has the focus, then presses the arrows that lead to the wanted one, as one who looks at it would. */
async function goTo(page: Page, name: RegExp): Promise<void> {
  const focused = page.locator('.target:focus');
  for (let presses = 0; presses < 40 && (await focused.count()) === 0; presses += 1) await page.keyboard.press('Tab');
  const wanted = page.getByRole('button', { name });
  for (let presses = 0; presses < 30; presses += 1) {
    const arrow = await wanted.evaluate((element) => {
      if (element === document.activeElement || document.activeElement === null) return null;
      const from = document.activeElement.getBoundingClientRect();
      const to = element.getBoundingClientRect();
      const right = to.x + to.width / 2 - from.x - from.width / 2;
      const down = to.y + to.height / 2 - from.y - from.height / 2;
      if (Math.abs(right) > Math.abs(down)) return right > 0 ? 'ArrowRight' : 'ArrowLeft';
      return down > 0 ? 'ArrowDown' : 'ArrowUp';
    });
    if (arrow === null) break;
    await page.keyboard.press(arrow);
  }
  await expect(wanted).toBeFocused();
}

test('play, kill, step, step back, why and share need no pointer', async ({ page }) => {
  await page.goto('./?visit=no');
  await page.locator('.target').first().waitFor();
  const header = page.locator('header').getByRole('button', { name: 'One record’s journey' });
  await tabTo(page, header);
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.locator('header').getByRole('button', { name: 'The kill that loses a record' })).toBeVisible();
  const clock = page.getByRole('timer').first();
  await expect(clock).toContainText('6.000');

  await goTo(page, /^Broker 1, running/);
  await page.keyboard.press('m');
  await expect(page.getByRole('menu')).toBeVisible();
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Broker 1, (?!running)/ })).toBeVisible();

  await page.keyboard.press('5');
  await page.keyboard.press(' ');
  await expect(page.getByRole('button', { name: /^Broker 2, running, leads orders-0/ })).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press(' ');
  const later = await settled(clock);
  // The focus is still on the stage, where arrows lead from thing to thing.
  await page.keyboard.press('b');
  await expect(clock).not.toHaveText(later);
  const earlier = await settled(clock);
  // Several events may happen at one time.
  await expect(async () => {
    await page.keyboard.press('n');
    await expect(clock).not.toHaveText(earlier, { timeout: 500 });
  }).toPass();

  await page.keyboard.press('w');
  await expect(page.locator('.why, [class*="why"]').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('s');
  await expect(page.getByRole('textbox', { name: 'Link', exact: true })).toHaveValue(/#/);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
