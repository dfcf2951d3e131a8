// A lesson's link shows what the build recorded of its opening; the engine comes with the first act, and nobody sees it come.
import type { Page } from '@playwright/test';
import { expect, test } from './fixture.ts';
import { lessonIds } from './lesson-ids.ts';

const openings = '**/assets/opening-*.json';

/** The mark of `src/app/opening/engine-from-opening.ts`. */
interface Takeover {
  readonly millis: number;
  readonly isSame: boolean;
}

/** What the page has noted of the engine's coming; null: it has not come. */
async function takeover(page: Page): Promise<Takeover | null> {
  return page.evaluate(() => {
    const [mark] = performance.getEntriesByName('kafkascope-engine-takes-over');
    if (!(mark instanceof PerformanceMark)) return null;
    const { isSame }: { readonly isSame: boolean } = mark.detail;
    return { millis: mark.startTime, isSame };
  });
}

async function openLesson(page: Page, lesson: string): Promise<void> {
  await page.goto(`./?lesson=${lesson}&lang=en`);
  await page.locator('.lesson-card').waitFor();
}

/** Waits until the view has drawn. */
async function stand(page: Page): Promise<void> {
  await page.locator('.stage-room > *').first().waitFor();
  await page.waitForTimeout(600);
}

/** Edges that are painted anew may come out a shade off; a letter that moves is off by more than a hundred. */
const shadeOff = 16;

/** How far two pictures differ where they differ most, of 255. */
async function farthest(page: Page, one: Buffer, other: Buffer): Promise<number> {
  if (one.equals(other)) return 0;
  return page.evaluate(
    async (pictures) => {
      const [first, second] = await Promise.all(
        pictures.map(async (base64) => {
          const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]));
          const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
          context?.drawImage(bitmap, 0, 0);
          return context?.getImageData(0, 0, bitmap.width, bitmap.height).data;
        }),
      );
      if (first === undefined || first.length !== second?.length) return 255;
      return first.reduce((most, value, index) => Math.max(most, Math.abs(value - (second[index] ?? 0))), 0);
    },
    [one.toString('base64'), other.toString('base64')],
  );
}

const windows = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 820, height: 1180 },
  { width: 2200, height: 1300 },
] as const;

test('the engine opens every lesson as it was recorded, in windows of several sizes, and the picture stays as it is', async ({ page }) => {
  test.setTimeout(300_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const [index, lesson] of lessonIds.entries()) {
    await page.setViewportSize(windows[index % windows.length] ?? windows[0]);
    await openLesson(page, lesson);
    await stand(page);
    expect(await takeover(page), `${lesson} waits for somebody`).toBeNull();
    const before = await page.screenshot();
    const pressedMillis = await page.evaluate(() => performance.now());
    // A key that does nothing is a sign of a person all the same.
    await page.keyboard.press('Shift');
    await expect.poll(() => takeover(page), { message: lesson }).not.toBeNull();
    const { millis, isSame } = (await takeover(page)) ?? { millis: 0, isSame: false };
    console.log(`${lesson}: the engine has answered ${(millis - pressedMillis).toFixed(0)} ms after the first key`);
    expect(isSame, `${lesson} as recorded`).toBe(true);
    await page.waitForTimeout(300);
    expect(await farthest(page, before, await page.screenshot()), `${lesson}: the picture before and after`).toBeLessThan(shadeOff);
  }
});

test('on a phone the picture that is asked for is the engine’s', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openLesson(page, 'L01');
  expect(await takeover(page)).toBeNull();
  await page.getByRole('tab').nth(1).click();
  await expect(page.locator('.target').first()).toBeVisible();
  await expect.poll(async () => (await takeover(page))?.isSame).toBe(true);
});

test('the first act is done, though the engine has yet to come', async ({ page }) => {
  await openLesson(page, 'L02');
  const steps = page.locator('.step-dot');
  // By script: without a pointer that would have announced it.
  await steps.nth(1).evaluate((dot: HTMLElement) => {
    dot.click();
  });
  await expect(steps.nth(1)).toHaveAttribute('aria-current', 'step');
  expect((await takeover(page))?.isSame).toBe(true);
});

for (const [what, answer] of [
  ['cannot be had', { status: 404, body: '' }],
  ['is cut off', { status: 200, body: '{"format":1,"lesson":"L02"' }],
  ['is of another lesson', { status: 200, body: '{"format":1,"lesson":"L03"}' }],
] as const)
  test(`a record that ${what} leaves everything to the engine`, async ({ page }) => {
    // The refusal is the test's own doing.
    page.removeAllListeners('console');
    await page.route(openings, (route) => route.fulfill({ contentType: 'application/json', ...answer }));
    const worker = page.waitForEvent('worker');
    await openLesson(page, 'L02');
    await worker;
    await expect(page.locator('.target').first()).toBeVisible();
    expect(await takeover(page)).toBeNull();
  });

test('where a record says something else than the engine, the engine is right', async ({ page }) => {
  await page.route(openings, async (route) => {
    const opening: { readonly rows: readonly unknown[]; readonly [part: string]: unknown } = JSON.parse(await (await route.fetch()).text());
    const rows: unknown = JSON.parse(JSON.stringify(opening.rows).replaceAll('orders-0', 'lies-0'));
    await route.fulfill({ contentType: 'application/json', body: JSON.stringify({ ...opening, rows }) });
  });
  await openLesson(page, 'L02');
  await stand(page);
  const lies = page.getByRole('button', { name: /lies-0/ });
  await expect(lies.first()).toBeVisible();
  await page.keyboard.press('Shift');
  await expect(page.getByRole('button', { name: /^orders-0/ }).first()).toBeVisible();
  await expect(lies).toHaveCount(0);
  expect((await takeover(page))?.isSame).toBe(false);
});

test('a step that the link asks for is the engine’s', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto('./?lesson=L02&lang=en&step=poll');
  await page.locator('.target').first().waitFor();
  expect(asked.some((url) => url.includes('/opening-'))).toBe(false);
  expect(asked.some((url) => url.includes('/worker-'))).toBe(true);
});

test('a lesson in a frame stands on its record until somebody acts', async ({ page }) => {
  await page.goto('./embed/?lesson=L02&lang=en');
  await page.locator('.target').first().waitFor();
  expect(await takeover(page)).toBeNull();
  await page.locator('body').press('ArrowLeft');
  await expect.poll(async () => (await takeover(page))?.isSame).toBe(true);
});
