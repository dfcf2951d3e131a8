// The worker comes in parts: what is needed first comes first, and what cannot come is said.
import { expect, test as plain } from '@playwright/test';
import { test } from './fixture.ts';

const later = '**/rest-of-worker-*.js';

test('the first preset opens and plays without the last part of the worker, which follows by itself', async ({ page }) => {
  test.slow();
  let asked = 0;
  let isHeld = true;
  await page.route(later, async (route) => {
    asked += 1;
    if (isHeld) await route.fulfill({ status: 503 });
    else await route.continue();
  });
  // The refusals are the test's own doing.
  page.removeAllListeners('console');
  await page.goto('./');
  await page.getByRole('button', { name: 'Let it arrive' }).click();
  const follower = page.getByRole('button', { name: 'orders-0 on broker 3, in sync, log end 6, high watermark 6' });
  await expect(follower).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => asked, { timeout: 60_000 }).toBeGreaterThan(0);
  isHeld = false;
  const loaded = page.waitForResponse((response) => response.url().includes('rest-of-worker') && response.ok(), { timeout: 60_000 });
  await loaded;
});

for (const { lang, text } of [
  { lang: 'en', text: 'A part of the engine could not be loaded' },
  { lang: 'zh', text: '引擎的一部分无法加载' },
]) {
  // Not watched: the browser itself reports what could not be loaded.
  plain(`what cannot be loaded is said (${lang})`, async ({ page }) => {
    await page.route(later, (route) => route.abort());
    await page.goto(`./?visit=no&lang=${lang}`);
    await page.locator('.target').first().waitFor();
    await page.keyboard.press('Space');
    await expect(async () => {
      await page.keyboard.press('5');
      await page.keyboard.press('u');
      await page.keyboard.press('Shift+ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      await expect(page.locator('.notice')).toContainText(text, { timeout: 500 });
    }).toPass({ timeout: 20_000 });
  });
}
