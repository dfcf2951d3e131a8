/** The page itself: tasks that stand in the way, seeks, and dragging through a long run. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import { classroomScene } from '../bench/scenes.ts';
import { median, percentile, shown, spread } from '../bench/measure.ts';
import type { Row } from '../bench/measure.ts';
import { openWatched } from './browser.ts';
import type { UiBench } from './drawing.ts';

/** How many events the run has. */
const longRunSteps = 101_000;

/** Opens the product with a run of more than 100,000 events, at its end. */
async function openLongRun(ui: UiBench): Promise<{ readonly page: Page; readonly cdp: CDPSession }> {
  const opened = await openWatched(ui.browser, `${ui.product}?visit=no&lang=en&theme=light`);
  const { page } = opened;
  await page.locator('.timeline-slider').waitFor();
  const scenario = { ...classroomScene(), open: { at: { micros: 300_000_000, steps: longRunSteps }, panels: ['cluster'] } };
  const folder = mkdtempSync(join(tmpdir(), 'kafkascope-'));
  const file = join(folder, 'long.json');
  writeFileSync(file, JSON.stringify(scenario));
  await page.keyboard.press('s');
  await page.locator('input[type="file"]').setInputFiles(file);
  await page
    .getByRole('timer')
    .first()
    .filter({ hasText: /[1-9]\d\d\.\d/ })
    .waitFor({ timeout: 180_000 });
  rmSync(folder, { recursive: true });
  await page.keyboard.press('Escape');
  return opened;
}

/** So many seeks are one round, of which there is one more that does not count: in it the JIT compiles what they run. */
const seeksOfARound = 60;

/** A seek from the press on the line of time to its picture: with the main thread as it is, and four times slower. */
export async function seekRows(ui: UiBench): Promise<readonly Row[]> {
  const { page, cdp } = await openLongRun(ui);
  const measure = async (): Promise<readonly SeekTime[][]> => {
    const rounds: SeekTime[][] = [];
    for (let round = 0; round <= ui.rounds; round++) rounds.push(await page.evaluate(seekTimes, seeksOfARound));
    return rounds.slice(1);
  };
  const plain = await measure();
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const slow = await measure();
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const spent = await traced(ui, page, async () => {
    await page.evaluate(seekTimes, seeksOfARound);
  });
  await page.context().close();
  const workerMillis = spent.workerMillis / seeksOfARound;
  const untilPainted = spent.untilPaintedMillis.map((millis) => millis * 4 + workerMillis);
  const cpu = `processor time of one: worker ${shown(workerMillis)}, page ${shown(spent.mainMillis / seeksOfARound)} ms`;
  const parts = `worker ${shown(workerMillis)}, page 4 × ${shown(percentile(spent.untilPaintedMillis, 0.5))} ms in the middle`;
  const most = (value: number): Row['goal'] => ({ kind: 'most', value });
  return [
    {
      name: 'seek: drawn, 95th percentile',
      value: median(percentiles(plain, 'drawn', 0.95)),
      unit: 'ms',
      goal: most(16.7),
      detail: `by the clock, alone; ${timesOf(plain)}; ${cpu}`,
    },
    { name: 'seek: processor time until painted, 95th', value: percentile(untilPainted, 0.95), unit: 'ms', goal: most(50), detail: parts },
    {
      name: 'seek: painted four times slower, 95th',
      value: median(percentiles(slow, 'painted', 0.95)),
      unit: 'ms',
      goal: most(50),
      detail: `by the clock, alone; ${timesOf(slow)}`,
    },
  ];
}

/** When the picture of a seek was there, in milliseconds since the press. */
interface SeekTime {
  /** Its pixels exist: what was drawn on the canvases is read back. */
  readonly drawn: number;
  /** The frame that it belongs to is handed over to the screen. */
  readonly painted: number;
}

/** Of each round. */
function percentiles(rounds: readonly (readonly SeekTime[])[], which: keyof SeekTime, share: number): readonly number[] {
  return rounds.map((times) => {
    const values = times.map((time) => time[which]);
    return percentile(values, share);
  });
}

function timesOf(rounds: readonly (readonly SeekTime[])[]): string {
  const said = (['drawn', 'painted'] as const).map((which) => {
    const half = shown(median(percentiles(rounds, which, 0.5)));
    return `${which} ${half} in the middle, 95th ${spread(percentiles(rounds, which, 0.95))}`;
  });
  return said.join('; ');
}

/**
 * Runs in the page: presses the line of time here and there as a frame begins, waits until the picture of each is drawn and its pixels are
 * there, and until the frame that shows it is made.
 */
async function seekTimes(count: number): Promise<SeekTime[]> {
  const slider = document.querySelector('.timeline-slider');
  const playhead = document.querySelector('.playhead');
  if (slider === null || playhead === null) return [];
  const box = slider.getBoundingClientRect();
  const nextFrame = (): Promise<void> =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        resolve();
      });
    });
  // A message that is sent while a frame is made arrives when it is made.
  const afterThisFrame = (): Promise<void> =>
    new Promise((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = (): void => {
        resolve();
      };
      channel.port2.postMessage(null);
    });
  const pixels = (): void => {
    for (const canvas of document.querySelectorAll('canvas')) canvas.getContext('2d')?.getImageData(0, 0, 1, 1);
  };
  const taken: SeekTime[] = [];
  let state = 7;
  for (let index = 0; index < count; index++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const clientX = box.left + box.width * 0.85 * (state / 4_294_967_296);
    await nextFrame();
    const start = performance.now();
    performance.mark('pressed');
    const moved = new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        resolve();
      });
      observer.observe(playhead, { attributes: true });
    });
    for (const type of ['pointerdown', 'pointerup'])
      slider.dispatchEvent(new PointerEvent(type, { clientX, clientY: box.top + 30, pointerId: 1, bubbles: true }));
    await moved;
    pixels();
    const drawn = performance.now() - start;
    await nextFrame();
    await afterThisFrame();
    performance.mark('painted');
    taken.push({ drawn, painted: performance.now() - start });
    // As a person presses: once the page is at rest. Pressing without a pause is what dragging measures.
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return taken;
}

/** New pictures a second while the playhead is dragged through the run. */
export async function scrubRows(ui: UiBench): Promise<readonly Row[]> {
  const { page } = await openLongRun(ui);
  const box = await page.locator('.timeline-slider').boundingBox();
  if (box === null) return [];
  await page.mouse.move(box.x + 20, box.y + 30);
  await page.mouse.down();
  const pictures = page.evaluate(countPictures, ui.millis);
  const start = Date.now();
  for (let step = 0; Date.now() - start < ui.millis; step++) {
    const share = (1 - Math.cos(step / 40)) / 2;
    await page.mouse.move(box.x + 20 + share * box.width * 0.8, box.y + 30);
  }
  const { count, millis, frames } = await pictures;
  await page.mouse.up();
  await page.context().close();
  const detail = `${shown((frames * 1000) / millis)} frames a second; a run of more than 100,000 events`;
  return [{ name: 'scrub: new pictures', value: (count * 1000) / millis, unit: 'a second', goal: { kind: 'least', value: 30 }, detail }];
}

/** Runs in the page: of the frames in a while, how many show another time than the one before. */
function countPictures(duration: number): Promise<{ count: number; frames: number; millis: number }> {
  return new Promise((resolve) => {
    const playhead = document.querySelector<SVGGElement>('.playhead');
    let count = 0;
    let frames = 0;
    let last = '';
    const start = performance.now();
    const look = (): void => {
      frames += 1;
      const now = playhead?.style.transform ?? '';
      if (now !== last) count += 1;
      last = now;
      const millis = performance.now() - start;
      if (millis < duration) requestAnimationFrame(look);
      else resolve({ count, frames, millis });
    };
    requestAnimationFrame(look);
  });
}

/** The longest task of the main thread while the run plays, is dragged through, and the window changes its size. */
export async function taskRows(ui: UiBench): Promise<readonly Row[]> {
  const { page } = await openLongRun(ui);
  const box = await page.locator('.timeline-slider').boundingBox();
  const act: Readonly<Record<string, () => Promise<void>>> = {
    play: async () => {
      await page.keyboard.press(' ');
      await page.waitForTimeout(ui.millis);
      await page.keyboard.press(' ');
    },
    scrub: async () => {
      if (box === null) return;
      await page.mouse.move(box.x + 20, box.y + 30);
      await page.mouse.down();
      for (let step = 0; step < 60; step++) await page.mouse.move(box.x + 20 + (step / 60) * box.width * 0.8, box.y + 30);
      await page.mouse.up();
    },
    resize: async () => {
      for (const width of [1280, 1100, 1024, 900, 768, 640, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        await page.waitForTimeout(150);
      }
    },
  };
  const rows: Row[] = [];
  for (const [name, run] of Object.entries(act)) {
    const { longestCpuMillis: value, longestWallMillis } = await traced(ui, page, run);
    const detail = `processor time; by the clock ${shown(longestWallMillis)} ms`;
    rows.push({ name: `tasks: the longest during ${name}`, value, unit: 'ms', goal: { kind: 'most', value: 50 }, detail });
  }
  await page.context().close();
  return rows;
}

interface TraceEvent {
  readonly name: string;
  readonly ts: number;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** What the page's threads did meanwhile. */
interface Traced {
  /** The longest task of the main thread: processor time, and by the clock. */
  readonly longestCpuMillis: number;
  readonly longestWallMillis: number;
  /** Processor time of all tasks. */
  readonly mainMillis: number;
  /** Of the main thread, from each mark `pressed` to the mark `painted` after it. */
  readonly untilPaintedMillis: readonly number[];
  readonly workerMillis: number;
}

async function traced(ui: UiBench, page: Page, act: () => Promise<void>): Promise<Traced> {
  const folder = mkdtempSync(join(tmpdir(), 'kafkascope-'));
  const path = join(folder, 'trace.json');
  await ui.browser.startTracing(page, { path, categories: ['disabled-by-default-devtools.timeline', 'toplevel', 'blink.user_timing'] });
  await act();
  await ui.browser.stopTracing();
  const { traceEvents } = JSON.parse(readFileSync(path, 'utf8')) as { readonly traceEvents: readonly TraceEvent[] };
  rmSync(folder, { recursive: true });
  const tasksOf = (thread: string): readonly TraceEvent[] => {
    const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name?.startsWith(thread) === true).map(threadOf);
    // One task is written twice, under two names.
    return traceEvents.filter((event) => event.name === 'ThreadControllerImpl::RunTask' && threads.includes(threadOf(event)));
  };
  const cpu = (tasks: readonly TraceEvent[]): readonly number[] => tasks.map(({ tdur }) => (tdur ?? 0) / 1000);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const main = tasksOf('CrRendererMain');
  const marks = (name: string): readonly number[] => traceEvents.filter((event) => event.name === name).map(({ ts }) => ts);
  const painted = marks('painted');
  const between = (pressed: number): readonly TraceEvent[] => {
    const end = painted.find((ts) => ts > pressed) ?? pressed;
    // The press is a part of the task that it begins in.
    return main.filter(({ ts, dur }) => ts + (dur ?? 0) > pressed && ts < end);
  };
  return {
    untilPaintedMillis: marks('pressed').map((ts) => sum(cpu(between(ts)))),
    longestCpuMillis: Math.max(0, ...cpu(main)),
    longestWallMillis: Math.max(0, ...main.map(({ dur }) => (dur ?? 0) / 1000)),
    mainMillis: sum(cpu(main)),
    workerMillis: sum(cpu(tasksOf('DedicatedWorker'))),
  };
}

function threadOf({ pid, tid }: TraceEvent): string {
  return `${String(pid)} ${String(tid)}`;
}
