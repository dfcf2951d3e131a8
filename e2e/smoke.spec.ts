import { expect, test } from './fixture.ts';

test('the page opens and shows something', async ({ page }) => {
  await page.goto('./');
  await expect(page).toHaveTitle(/Kafkascope/);
  await expect(page.locator('#root')).not.toBeEmpty();
});
