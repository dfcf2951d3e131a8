// What a lesson's link downloads until it stands and a while after: every response, as a server that compresses would send it.
import { gzipSync } from 'node:zlib';
import { expect, test } from './fixture.ts';

/**
 * KiB after gzip, of everything: page, styles, scripts of both threads, words, lesson. The goal is 220; a lesson that begins on a cluster
 * at rest is nearest, one whose clients already run needs their engine too.
 */
const budgetsKib = { L01: 350, L02: 265, L10: 272, L16: 360 };

for (const [lesson, budgetKib] of Object.entries(budgetsKib))
  test(`the link of ${lesson} downloads no more than it may, and of the engine only what it calls`, async ({ page }) => {
    const sizes = new Map<string, Promise<number>>();
    page.on('response', (response) => {
      const name = new URL(response.url()).pathname.split('/').at(-1) ?? '';
      sizes.set(
        name,
        response.body().then((body) => gzipSync(body).length / 1024),
      );
    });
    await page.goto(`./?lesson=${lesson}&lang=en&step=`);
    await page.locator('.lesson-card').waitFor();
    await page.waitForTimeout(4000);
    const all = await Promise.all([...sizes].map(async ([name, size]) => ({ name, kib: await size })));
    const total = all.reduce((sum, { kib }) => sum + kib, 0);
    const shown = all.sort((a, b) => b.kib - a.kib).map(({ name, kib }) => `${kib.toFixed(1)} ${name}`);
    console.log(`${lesson}: ${total.toFixed(1)} KiB gzip\n  ${shown.slice(0, 14).join('\n  ')}`);
    expect(all.length).toBeGreaterThan(5);
    expect(all.filter(({ name }) => /^(?:play|lesson|rest)-of-worker/.test(name))).toEqual([]);
    expect(total, shown.join(', ')).toBeLessThan(budgetKib);
  });
