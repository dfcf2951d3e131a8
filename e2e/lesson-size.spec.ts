// What a lesson's link downloads until it stands and a while after: every response, as a server that compresses would send it.
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture.ts';
import { lessonIds } from './lesson-ids.ts';

/** Kilobytes after gzip, of everything: page, styles, scripts, words, lesson, and what the engine says of its beginning. */
const budgetKb = 220;

/** So long nobody touches the page. */
const quietMillis = 4_000;

/** Lessons of which it is also said what comes when somebody acts: at rest, and with the most clients. */
const played: ReadonlySet<string> = new Set(['L01', 'L02', 'L10', 'L16']);

interface Download {
  readonly name: string;
  readonly kb: number;
}

/** Counts what a page downloads from now on; asked twice, it tells what came in between. */
function downloads(page: Page): () => Promise<readonly Download[]> {
  let sizes = new Map<string, Promise<number>>();
  page.on('response', (response) => {
    const name = new URL(response.url()).pathname.split('/').at(-1) ?? '';
    sizes.set(
      name,
      response.body().then((body) => gzipSync(body).length / 1000),
    );
  });
  return async () => {
    const since = [...sizes];
    sizes = new Map();
    const all = await Promise.all(since.map(async ([name, size]) => ({ name, kb: await size })));
    return all.sort((one, other) => other.kb - one.kb);
  };
}

const sum = (all: readonly Download[]): number => all.reduce((total, { kb }) => total + kb, 0);
const inWords = (all: readonly Download[]): string => all.map(({ name, kb }) => `${kb.toFixed(1)} ${name}`).join(', ');

for (const lesson of lessonIds)
  test(`the link of ${lesson} downloads no more than it may, and no engine before somebody acts`, async ({ page }) => {
    const since = downloads(page);
    await page.goto(`./?lesson=${lesson}&lang=en&step=`);
    await page.locator('.lesson-card').waitFor();
    await page.waitForTimeout(quietMillis);
    const opening = await since();
    console.log(`${lesson}: ${sum(opening).toFixed(1)} KB gzip: ${inWords(opening.slice(0, 8))}`);
    expect(opening.length).toBeGreaterThan(5);
    expect(opening.filter(({ name }) => name.includes('worker') || name.startsWith('rest-'))).toEqual([]);
    expect(sum(opening), inWords(opening)).toBeLessThan(budgetKb);
    if (!played.has(lesson)) return;
    await page.keyboard.press('Space');
    await page.waitForTimeout(quietMillis);
    const acting = await since();
    console.log(`${lesson}, once somebody acts: ${sum(acting).toFixed(1)} KB gzip more: ${inWords(acting.slice(0, 8))}`);
    expect(acting.some(({ name }) => name.startsWith('worker-'))).toBe(true);
  });
