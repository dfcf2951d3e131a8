// A lesson on paper: the engine plays it behind the page and draws its pictures; answers are there only for who asks for them.
import type { Page } from '@playwright/test';
import { axe, found } from './axe-findings.ts';
import { expect, test } from './fixture.ts';

test.setTimeout(180_000);

interface Drawn {
  readonly alt: string;
  readonly width: number;
  readonly paper: string;
}

/** Every picture as the browser has it: a picture that cannot be read has no width. */
async function pictures(page: Page): Promise<readonly Drawn[]> {
  return page.locator('.handout-picture img').evaluateAll((images) =>
    images.map((image) => ({
      alt: image.getAttribute('alt') ?? '',
      width: image instanceof HTMLImageElement ? image.naturalWidth : 0,
      paper: /fill="(#[0-9a-f]+|rgb[^"]+)"\/>/i.exec(decodeURIComponent(image.getAttribute('src') ?? ''))?.[1] ?? '',
    })),
  );
}

for (const { lang, done, right, before } of [
  { lang: 'en', done: 'All pictures are drawn', right: 'Kafka refuses the configuration', before: 'Where the step begins.' },
  { lang: 'zh', done: '图已全部画好', right: '正确答案', before: '这一步开始时。' },
]) {
  test(`the handout of L11 has its pictures, and answers when they are asked for (${lang})`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' });
    await page.goto(`./?page=handout&of=L11&lang=${lang}&visit=no`);
    await expect(page.getByText(done)).toBeVisible({ timeout: 90_000 });
    const asked = await pictures(page);
    expect(asked).toHaveLength(2);
    for (const { alt, width, paper } of asked) {
      expect(alt.startsWith(before)).toBe(true);
      // The scene in words, not the caption alone.
      expect(alt.length).toBeGreaterThan(before.length + 40);
      expect(width).toBeGreaterThan(500);
      // Paper is light, also where the page is dark.
      expect(paper).toMatch(/^#f|^rgb\(2[345]\d/);
    }
    await expect(page.locator('.handout-right')).toHaveCount(0);
    await page.locator('button[aria-pressed="false"]').first().click();
    expect(await pictures(page)).toHaveLength(4);
    await expect(page.locator('.handout-right').filter({ hasText: right }).first()).toBeVisible();
    await page.evaluate(axe);
    expect(await found(page)).toEqual([]);
  });
}

test('on paper a picture is as wide as the page, and nothing but the handout is printed', async ({ page }) => {
  await page.goto('./?page=handout&of=L10&lang=en&visit=no');
  await expect(page.getByText('All pictures are drawn')).toBeVisible({ timeout: 90_000 });
  // A4 between margins of 14 mm.
  await page.setViewportSize({ width: 688, height: 1017 });
  await page.emulateMedia({ media: 'print' });
  const boxes = await page
    .locator('.handout-picture img')
    .evaluateAll((images) => images.map((image) => image.getBoundingClientRect().right));
  expect(boxes.length).toBeGreaterThan(0);
  expect(Math.max(...boxes)).toBeLessThanOrEqual(688);
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
  await expect(page.locator('.handout-drawing')).toBeHidden();
});
