// The view that is shown can be saved: as vectors that stand on their own, and as pixels.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture.ts';
import { compareWithPast, eachView, openCompare, withGroups } from './views.ts';

async function saved(page: Page, name: RegExp): Promise<Buffer> {
  const wait = page.waitForEvent('download');
  await page.getByRole('button', { name }).click();
  return readFileSync(await (await wait).path());
}

/** What these views must show of themselves, and of their canvas where they have one. */
const shown: Readonly<Record<string, readonly string[]>> = {
  Cluster: ['Broker 1', 'Controller', 'HW 5'],
  Replication: ['Broker 2', 'LEO 5'],
  'Space-time': ['Broker 1', 'Produce'],
  Records: ['acknowledged'],
  Matrix: ['orders'],
  Metrics: ['UnderReplicatedPartitions'],
};

interface Contents {
  readonly problem: string | null;
  readonly text: string | null;
  readonly shapes: number;
  readonly pictures: number;
  readonly variables: boolean;
  readonly missing: readonly string[];
  readonly smallest: number;
}

/** What a saved picture has in it, and what it lacks. */
async function contentsOf(page: Page, svg: string): Promise<Contents> {
  return page.evaluate((text) => {
    const file = new DOMParser().parseFromString(text, 'image/svg+xml');
    const references = [...text.matchAll(/url\(#([^)]+)\)/g)].map((match) => match[1] ?? '');
    return {
      problem: file.querySelector('parsererror')?.textContent ?? null,
      text: file.documentElement.textContent,
      shapes: file.querySelectorAll('path, rect, line').length,
      pictures: file.querySelectorAll('image, canvas, foreignObject').length,
      variables: text.includes('var(--'),
      missing: references.filter((id) => file.querySelector(`[id="${id}"]`) === null),
      smallest: Math.min(
        ...[...file.querySelectorAll('text[font-size]')].map((each) => parseFloat(each.getAttribute('font-size') ?? '12')),
      ),
    };
  }, svg);
}

test('each view is saved as vectors that need nothing of the page, and as pixels', async ({ page }) => {
  test.setTimeout(300_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./?visit=no&lang=en&theme=light');
  await page.locator('.target').first().waitFor();
  const shapes: Record<string, number> = {};
  const seen = await eachView(page, async (view) => {
    await page.keyboard.press('s');
    await page.getByRole('dialog').waitFor();
    const svg = (await saved(page, /SVG/)).toString('utf8');
    const found = await contentsOf(page, svg);
    expect(found, view).toMatchObject({ problem: null, pictures: 0, variables: false, missing: [] });
    for (const word of shown[view] ?? []) expect(found.text, view).toContain(word);
    expect(found.smallest, view).toBeGreaterThanOrEqual(11);
    shapes[view] = found.shapes;
    const png = await saved(page, /PNG/);
    expect([...png.subarray(1, 4)].map((byte) => String.fromCharCode(byte)).join(''), view).toBe('PNG');
    expect(png.readUInt32BE(16), view).toBeGreaterThan(1000);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
  expect(seen).toEqual(expect.arrayContaining(Object.keys(shown)));
  // Records and messages are there as shapes: they are drawn on canvases.
  expect(shapes['Cluster']).toBeGreaterThan(60);
  expect(shapes['Space-time']).toBeGreaterThan(20);
});

interface Film {
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
  /** How many points of the first and the last picture have another colour. */
  readonly changedCount: number;
}

/** Plays a film in the page: what its first and its last picture show. */
async function playFilm(page: Page, film: Buffer): Promise<Film> {
  return page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    const video = document.createElement('video');
    video.muted = true;
    video.src = URL.createObjectURL(new Blob([bytes]));
    const pixelsAt = async (seconds: number): Promise<Uint8ClampedArray> => {
      const isThere = new Promise((resolve, reject) => {
        video.addEventListener('seeked', resolve, { once: true });
        video.addEventListener('error', reject, { once: true });
      });
      video.currentTime = seconds;
      await isThere;
      const canvas = document.createElement('canvas');
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      const brush = canvas.getContext('2d');
      brush?.drawImage(video, 0, 0);
      return brush?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
    };
    const first = await pixelsAt(0.01);
    const last = await pixelsAt(video.duration - 0.1);
    let changedCount = 0;
    for (let at = 0; at < first.length; at += 4) if (Math.abs((first[at] ?? 0) - (last[at] ?? 0)) > 60) changedCount += 1;
    return { seconds: video.duration, width: video.videoWidth, height: video.videoHeight, changedCount };
  }, film.toString('base64'));
}

test('the run is saved as a film of what the view shows, and stands where it stood', async ({ page }) => {
  test.setTimeout(300_000);
  await page.goto('./?visit=no&lang=en&theme=light');
  await page.locator('.target').first().waitFor();
  const clock = page.getByRole('timer').first();
  await expect(clock).toHaveText('5.005 s');
  await page.keyboard.press('s');
  const saving = page.waitForEvent('download', { timeout: 240_000 });
  await page.getByRole('button', { name: 'Save as film' }).click();
  const download = await saving;
  expect(download.suggestedFilename()).toMatch(/^kafkascope-cluster-.*s\.(mp4|webm)$/);
  const film = await playFilm(page, readFileSync(await download.path()));
  expect(film.seconds).toBeGreaterThan(2);
  expect(film.width).toBeGreaterThan(900);
  expect(film.height).toBeGreaterThan(400);
  expect(film.changedCount).toBeGreaterThan(500);
  await page.keyboard.press('Escape');
  await expect(clock).toHaveText('5.005 s');
});

test('two histories beside each other are saved as one picture, with their differences', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./?visit=no&lang=en&theme=light');
  await page.locator('.target').first().waitFor();
  await openCompare(page);
  await page.keyboard.press('s');
  await page.getByRole('dialog').waitFor();
  const found = await contentsOf(page, (await saved(page, /SVG/)).toString('utf8'));
  expect(found).toMatchObject({ problem: null, pictures: 0, variables: false, missing: [] });
  expect(found.smallest).toBeGreaterThanOrEqual(11);
  for (const word of ['This history', 'The other one', 'LEO']) expect(found.text).toContain(word);
});

test('so are two histories of a group, its offsets, a program and a producer, with the numbers of what differs', async ({ page }) => {
  test.setTimeout(300_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`./?visit=no&lang=en&theme=light#${withGroups('group')}`);
  await compareWithPast(page);
  const words: Readonly<Record<string, readonly string[]>> = {
    Group: ['billing-a', 'Process of billing-a'],
    Offsets: ['committed', 'Who reads'],
    Code: ['consumer.poll', 'Its process'],
    Producer: ['Accumulator', 'Caller thread'],
  };
  const saw: string[] = [];
  await eachView(page, async (view) => {
    const expected = words[view];
    if (expected === undefined) return;
    saw.push(view);
    await page
      .locator(
        '.compare .is-other .stage-picture, .compare .is-other .focus-ruler, .compare .is-other .listing, .compare .is-other .threads',
      )
      .waitFor();
    await page.keyboard.press('s');
    await page.getByRole('dialog').waitFor();
    const found = await contentsOf(page, (await saved(page, /SVG/)).toString('utf8'));
    expect(found, view).toMatchObject({ problem: null, pictures: 0, variables: false, missing: [] });
    expect(found.smallest, view).toBeGreaterThanOrEqual(11);
    for (const word of ['This history', 'The other one', ...expected]) expect(found.text, view).toContain(word);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
  expect(saw.sort()).toEqual(Object.keys(words).sort());
});
