// After the first visit the page opens without a network; a newer one waits until somebody asks for it.
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

test.use({ serviceWorkers: 'allow' });

/** Opens the page and waits until everything of it is kept. */
async function visit(page: Page): Promise<void> {
  await page.goto('./?visit=no&lang=en');
  await page.locator('.target').first().waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, { timeout: 50_000 });
}

test('after the first visit it opens, plays, and changes its language without a network', async ({ page, context }) => {
  await visit(page);
  await context.setOffline(true);
  await page.goto('./?visit=no&lang=zh');
  await page
    .getByRole('button', { name: /^Broker 1/ })
    .first()
    .waitFor();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('2');
  await page.locator('header').getByRole('button', { name: 'EN' }).click();
  await page.keyboard.press('s');
  await expect(page.getByRole('textbox', { name: 'Link', exact: true })).toHaveValue(/#1\.d\./);
  await page.goto('./embed/?lang=en');
  await page.locator('.target').first().waitFor();
  // A lesson's recorded opening is not kept: the engine is.
  await page.goto('./?lesson=L02&lang=en');
  await page.locator('.target').first().waitFor();
});

test('a newer page waits, says so, and comes when it is asked for, at the same moment', async ({ page }) => {
  test.slow();
  await visit(page);
  await page.evaluate(() => {
    (window as unknown as { isOld: boolean }).isOld = true;
  });
  // The same worker at another address stands for the one of the next build.
  await page.evaluate(() => navigator.serviceWorker.register('./sw.js?next').then(() => undefined));
  const notice = page.locator('.notice', { hasText: 'A newer Kafkascope is ready.' });
  await expect(notice).toBeVisible({ timeout: 30_000 });
  expect(await page.evaluate(() => 'isOld' in window)).toBe(true);
  const clock = await page.getByRole('timer').first().innerText();
  await notice.getByRole('button', { name: 'Load it now' }).click();
  await page.waitForFunction(() => !('isOld' in window) && navigator.serviceWorker.controller?.scriptURL.endsWith('?next') === true);
  await page.locator('.target').first().waitFor();
  await expect(page.getByRole('timer').first()).toHaveText(clock);
});
