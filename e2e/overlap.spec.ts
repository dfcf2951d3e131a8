// Words on the stage stand clear of each other in whatever letters the machine has: text is measured where two must share a line.
import { readSource } from '../src/headless/scenario-source.ts';
import { encodeLink } from '../src/scenario/link.ts';
import { expect, test } from './fixture.ts';

const moments = [
  { preset: 'acked-and-lost', seconds: 6 },
  { preset: 'acked-and-lost', seconds: 14 },
  { preset: 'compaction', seconds: 6 },
  { preset: 'rebalance', seconds: 21 },
] as const;

for (const language of ['en', 'zh']) {
  test(`no two words on the stage lie over each other, ${language}`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (const { preset, seconds } of moments) {
      const scenario = readSource(`preset:${preset}`, { isLarge: false, withScript: true });
      const open = { at: { micros: seconds * 1_000_000, steps: -1 }, panels: ['cluster'] };
      await page.goto(`./?visit=no&lang=${language}&theme=light#${encodeLink({ ...scenario, open })}`);
      // The same address with another part behind # is the same page.
      await page.reload();
      for (const width of [1440, 1024, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await page.locator('.stage-picture .target').first().waitFor();
        await expect(page.getByRole('timer').first()).toContainText(`${String(seconds)}.000`);
        const words = page.locator('.stage-picture svg text');
        await expect.poll(() => words.count()).toBeGreaterThan(10);
        const pairs = await words.evaluateAll((texts) => {
          const boxes = texts
            .map((text) => ({ words: text.textContent, box: text.getBoundingClientRect() }))
            // The upper and lower fifth of a line are empty, and letters may touch.
            .map(({ words, box: { left, right, top, bottom, height } }) => ({
              words,
              left: left + 0.5,
              right: right - 0.5,
              top: top + height / 5,
              bottom: bottom - height / 5,
            }))
            .filter(({ words, left, right }) => words.trim() !== '' && right > left);
          return boxes.flatMap((one, index) =>
            boxes
              .slice(index + 1)
              .filter((other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom)
              .map((other) => `${one.words} × ${other.words}`),
          );
        });
        expect(pairs, `${preset} at ${String(seconds)} s, ${String(width)} wide`).toEqual([]);
      }
    }
  });
}
