import { expect, test } from './fixture.ts';

test('from difference to difference: each step stands where one begins, and behind the last both are run on', async ({ page }) => {
  await page.goto('./?lang=en');
  await page.getByRole('button', { name: /The kill that loses a record/ }).click();
  await page.locator('header').getByText('The kill that loses a record').first().waitFor();
  await page.locator('.stage [data-object="producer:checkout"]').first().focus();
  await page.keyboard.press('m');
  await page
    .getByRole('menuitem', { name: /Try the whole run with acks=all/ })
    .first()
    .click();
  const list = page.locator('.compare-list');
  const clock = page.getByRole('timer').first();
  const differences = list.locator('tbody tr');
  const since = list.locator('.compare-began button');
  // Since when each is there has been worked out.
  const isKnown = async (): Promise<void> => {
    const isAll = async (): Promise<boolean> => (await differences.count()) > 0 && (await since.count()) === (await differences.count());
    await expect.poll(isAll, { timeout: 20_000 }).toBe(true);
  };
  await isKnown();
  const end = await clock.innerText();
  const latest = Math.max(...(await since.allInnerTexts()).map((text) => Number.parseFloat(text)));
  expect(latest).toBeLessThan(Number.parseFloat(end));
  const count = await differences.count();

  await list.getByRole('button', { name: 'Difference before' }).click();
  await expect(clock).toContainText(latest.toFixed(3));
  await isKnown();
  await list.getByRole('button', { name: 'Difference before' }).click();
  await expect.poll(async () => Number.parseFloat(await clock.innerText())).toBeLessThan(latest);
  await isKnown();
  expect(await differences.count()).toBeLessThan(count);

  await list.getByRole('button', { name: 'Next difference' }).click();
  await expect(clock).toContainText(latest.toFixed(2));
  await expect(differences).toHaveCount(count);
  await list.getByRole('button', { name: 'Next difference' }).click();
  await expect(list.getByRole('status')).toContainText('No other difference up to');
  expect(Number.parseFloat(await clock.innerText())).toBeGreaterThan(Number.parseFloat(end));
  // What was said of the end is not said of another time.
  await list.getByRole('button', { name: 'Difference before' }).click();
  await expect(list.getByRole('status')).toBeEmpty();
});
