// What a machine can tell of WCAG 2.2 AA: every view in every theme and both languages, and what opens over a view.
import type { Page } from '@playwright/test';
import { axe, found } from './axe-findings.ts';
import { expect, test } from './fixture.ts';
import { compareWithPast, eachView, openCompare, withGroups } from './views.ts';

/** Of all that axe looks for, only colour depends on the theme. */
const contrastOnly = ['color-contrast'];

// Many screens are looked at in each test.
test.setTimeout(300_000);

/** Chooses in the page, as a person does: nothing is loaded anew. */
async function chooseTheme(page: Page, theme: string): Promise<void> {
  await page.evaluate((name) => {
    document.documentElement.setAttribute('data-theme', name);
  }, theme);
}

for (const lang of ['en', 'zh']) {
  test(`nothing is found in any view and any theme (${lang})`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(`./?lang=${lang}&theme=light&visit=no`);
    await page.locator('.target').first().waitFor();
    await page.evaluate(axe);
    const seen = await eachView(page, async (view) => {
      expect(await found(page), view).toEqual([]);
      for (const theme of ['dark', 'contrast', 'projector']) {
        await chooseTheme(page, theme);
        expect(await found(page, contrastOnly), `${view}, ${theme}`).toEqual([]);
      }
      await chooseTheme(page, 'light');
    });
    expect(seen.length).toBeGreaterThanOrEqual(6);
  });

  test(`nothing is found where producers and groups are at work, nor in two histories of them (${lang})`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(`./?lang=${lang}&theme=light&visit=no#${withGroups('group')}`);
    await page.locator('.member-head').first().waitFor();
    await page.evaluate(axe);
    const shown = ['Group', 'Offsets', 'Code', 'Producer', 'Records', '消费者组', '位移', '代码', '生产者', '记录'];
    const look = async (what: string): Promise<void> => {
      expect(await found(page), what).toEqual([]);
      for (const theme of ['dark', 'contrast', 'projector']) {
        await chooseTheme(page, theme);
        expect(await found(page, contrastOnly), `${what}, ${theme}`).toEqual([]);
      }
      await chooseTheme(page, 'light');
    };
    const looked: string[] = [];
    await eachView(page, async (view) => {
      if (!shown.includes(view)) return;
      looked.push(view);
      await look(view);
    });
    expect(looked).toHaveLength(5);
    await compareWithPast(page);
    await eachView(page, async (view) => {
      if (!shown.slice(0, 4).includes(view) && !shown.slice(5, 9).includes(view)) return;
      await page
        .locator('.compare .is-other .group, .compare .is-other .offsets, .compare .is-other .program, .compare .is-other .producer')
        .waitFor();
      // What befell a consumer is nothing to a producer.
      if (!/^(Producer|生产者)$/.test(view)) await expect(page.locator('.compare-list tbody tr').first()).toBeVisible();
      await look(`${view}, two histories`);
    });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForTimeout(500);
    await look('two histories, 390 px');
  });

  test(`nothing is found in what opens over a view (${lang})`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const look = async (screen: string): Promise<void> => {
      // What opens is not there all at once, and does not go on while it is looked at.
      await page.waitForTimeout(500);
      await page.evaluate(axe);
      expect(await found(page), screen).toEqual([]);
      await chooseTheme(page, 'dark');
      expect(await found(page, contrastOnly), `${screen}, dark`).toEqual([]);
      await chooseTheme(page, 'light');
    };
    await page.goto(`./?lang=${lang}&theme=light`);
    await page.locator('.target').first().waitFor();
    await look('first visit');
    await page.locator('.bar [aria-haspopup="dialog"]').click();
    await page.getByRole('dialog').waitFor();
    await look('build your own');
    await page.goto(`./?lang=${lang}&theme=light&visit=no`);
    await page.locator('.target').first().waitFor();
    await page.locator('.target').first().focus();
    await page.keyboard.press('m');
    await page.getByRole('menu').waitFor();
    await look('menu');
    await page.keyboard.press('Escape');
    await page.keyboard.press('w');
    await page.locator('.why, [class*="why"]').first().waitFor();
    await look('why');
    await page.keyboard.press('Escape');
    for (const key of ['?', 's']) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      await look(`the sheet of ${key}`);
      await page.keyboard.press('Escape');
    }
    await page.setViewportSize({ width: 1024, height: 768 });
    await look('1024 px');
    await page.locator('.target').first().click();
    await look('drawer');
    // 200 % of a window of 1440 by 900.
    await page.setViewportSize({ width: 720, height: 450 });
    await look('200 %');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`./?lang=${lang}&theme=light&visit=no`);
    await page.locator('.target').first().waitFor();
    await openCompare(page);
    await look('two histories');
    await page.setViewportSize({ width: 390, height: 844 });
    await look('two histories, 390 px');
    await page.goto('about:blank'); // Another fragment alone would not load the page anew.
    await page.goto(`./?lang=${lang}&theme=light&visit=no#broken`);
    await page.locator('.problem-page').waitFor();
    await look('a link that cannot be opened');
  });
}
