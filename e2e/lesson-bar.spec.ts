// The bar of a lesson: its name is whole at every width, and what the bar has no room for is in its menu.
import catalogue from '../src/lessons/catalogue.json' with { type: 'json' };
import { expect, test } from './fixture.ts';

test.setTimeout(180_000);

/** The lesson with the most steps, and the one with the longest name. */
const most = [...catalogue].sort((one, other) => other.steps - one.steps)[0]?.id ?? '';
const longest = [...catalogue].sort((one, other) => other.title.en.length - one.title.en.length)[0]?.id ?? '';

for (const width of [1440, 1280, 1200, 1024, 768, 390]) {
  test(`a lesson’s name is whole at ${String(width)} px, in both languages and large for a projector`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    for (const id of new Set([most, longest]))
      for (const lang of ['en', 'zh-Hans'])
        for (const theme of width === 1024 ? ['light', 'projector'] : ['light']) {
          await page.goto(`./?lesson=${id}&lang=${lang}&theme=${theme}&visit=no`);
          const name = page.locator('.lesson-name');
          await expect(name).toContainText(id);
          await page.evaluate(() => document.fonts.ready);
          const cut = await page
            .locator('.lesson-bar, .lesson-name')
            .evaluateAll((parts) => parts.map((part) => part.scrollWidth - part.clientWidth));
          expect(Math.max(...cut), `${id} ${lang} ${theme}`).toBeLessThanOrEqual(0);
        }
  });
}

test('on a phone terms, level, theme and the way out are in the menu of the bar', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('./?lesson=L11&lang=en&visit=no');
  await page.getByRole('button', { name: 'More of this lesson' }).click();
  await page.getByRole('menuitem', { name: 'Terms' }).click();
  await expect(page.getByRole('dialog')).toContainText('acknowledged');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More of this lesson' }).click();
  await page
    .getByRole('menuitemcheckbox', { name: 'Dark' })
    .or(page.getByRole('menuitemradio', { name: 'Dark' }))
    .click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: 'More of this lesson' }).click();
  await page.getByRole('menuitem', { name: 'Open in sandbox' }).click();
  await expect(page.locator('.lesson-bar')).toHaveCount(0);
});
