// A part of the page that is slow to come, or does not come: the page says so, and nothing that is there goes away.
import { expect, test as base } from '@playwright/test';

/** A browser writes what it could not fetch to its console: these tests take the network away themselves. */
const test = base.extend({});
test.setTimeout(120_000);

test('a part that is slow is announced, one that does not come can be asked for again', async ({ page }) => {
  await page.goto('./?lesson=L11&lang=en&visit=no');
  await expect(page.locator('.lesson-card')).toBeVisible();
  let isThere = false;
  let asked = 0;
  await page.route(/HandoutPage|LessonsPage|PageFrame|rest-/, async (route) => {
    asked += 1;
    await new Promise((resolve) => setTimeout(resolve, 900));
    await (isThere ? route.continue() : route.abort());
  });
  await page.locator('.lesson-name button').click();
  const line = page.locator('.part-on-its-way');
  await expect(line).toContainText('Loading this part of the page');
  await expect(line).toContainText('A part of the page did not come', { timeout: 20_000 });
  expect(asked).toBeGreaterThan(0);
  isThere = true;
  await line.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('.lesson-list')).toBeVisible({ timeout: 20_000 });
  await expect(line).toHaveCount(0);
});

test('words that are not there yet look like words on their way, and no button is without a name', async ({ page }) => {
  await page.goto('./?lesson=L11&lang=en&visit=no');
  await expect(page.locator('.lesson-card')).toBeVisible();
  const unnamed = await page
    .getByRole('button')
    .evaluateAll(
      (buttons) => buttons.filter((button) => (button.textContent + (button.getAttribute('aria-label') ?? '')).trim() === '').length,
    );
  expect(unnamed).toBe(0);
});
