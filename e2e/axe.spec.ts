// What a machine can tell of WCAG 2.2 AA, on the main screens, in both languages, light and dark.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What is found, in words that lead to the place. */
async function found(page: Page): Promise<readonly string[]> {
  return page.evaluate(async (wanted) => {
    const { run } = (globalThis as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe;
    const { violations } = await run({ runOnly: { type: 'tag', values: wanted } });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${String(failureSummary)}`),
    );
  }, tags);
}

// Four screens are looked at in each test.
test.setTimeout(180_000);

for (const lang of ['en', 'zh']) {
  for (const theme of ['light', 'dark']) {
    test(`nothing is found (${lang}, ${theme})`, async ({ page }) => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      const look = async (screen: string): Promise<void> => {
        await page.evaluate(axe);
        expect(await found(page), screen).toEqual([]);
      };
      await page.goto(`./?lang=${lang}&theme=${theme}`);
      await page.locator('.target').first().waitFor();
      await look('first visit');
      await page.goto(`./?lang=${lang}&theme=${theme}&visit=no`);
      await page.locator('footer').waitFor();
      await look('stage');
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      await look('keys');
      await page.keyboard.press('Escape');
      await page.keyboard.press('s');
      await page.getByRole('dialog').waitFor();
      await look('share');
      await page.goto('about:blank'); // Another fragment alone would not load the page anew.
      await page.goto(`./?lang=${lang}&theme=${theme}&visit=no#broken`);
      await page.locator('.problem-page').waitFor();
      await look('a link that cannot be opened');
    });
  }
}
