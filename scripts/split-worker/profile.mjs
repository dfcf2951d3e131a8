// Which functions of the built worker run while the page opens and its first preset is played. Found by playing it, not by a list.
import { Session } from 'node:inspector';
import { createContext, Script } from 'node:vm';

const scriptName = 'worker-under-profile.js';

/**
 * What the page can do with a worker: call it, and let time pass.
 * @typedef {{ call: (method: string, ...args: unknown[]) => Promise<unknown>, pass: (millis: number) => Promise<void> }} Page
 */

/**
 * Runs a worker's script and tells for each character whether it belongs to a function that was called. The same script and the same acts
 * give the same answer: the worker's clock is ours, so nothing depends on how fast this machine is.
 * @param {string} code the whole worker as one classic script
 * @param {(page: Page) => Promise<unknown>} play what the page asks of it
 * @returns {Promise<Uint8Array>}
 */
export async function usedCharacters(code, play) {
  const inspector = new Session();
  inspector.connect();
  /** @type {(method: any, params?: any) => Promise<any>} */
  const post = (method, params) =>
    new Promise((resolve, reject) => {
      inspector.post(method, params, (problem, result) => (problem === null ? resolve(result) : reject(problem)));
    });
  try {
    await post('Profiler.enable');
    await post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    await play(startWorker(code));
    const { result } = await post('Profiler.takePreciseCoverage');
    const script = result.find((/** @type {{ url: string }} */ each) => each.url === scriptName);
    if (script === undefined) throw new Error('the profile does not know the worker: nothing was measured');
    return marks(code.length, script.functions);
  } finally {
    inspector.disconnect();
  }
}

/**
 * @param {number} length
 * @param {{ ranges: { startOffset: number, endOffset: number, count: number }[] }[]} functions
 */
function marks(length, functions) {
  const used = new Uint8Array(length);
  const ranges = functions.flatMap(({ ranges: [whole] }) => (whole === undefined ? [] : [whole]));
  // Outer functions first: what lies inside another overwrites it.
  ranges.sort((one, other) => one.startOffset - other.startOffset || other.endOffset - one.endOffset);
  for (const range of ranges) used.fill(range.count > 0 ? 1 : 0, range.startOffset, range.endOffset);
  return used;
}

/** Wall time between two looks at the clock: a slice of the worker's work ends after a few hundred of them. */
const millisPerLook = 0.02;

/**
 * A worker's world, as far as ours looks at it; calls go in and answers come out as comlink writes them. Time stands in our hands.
 * @param {string} code
 * @param {Readonly<Record<string, string>>} files the scripts that it can load
 * @returns {Page}
 */
export function startWorker(code, files = {}) {
  /** @type {((event: { data: unknown, origin: string }) => void)[]} */
  const listeners = [];
  /** @type {Map<string, { resolve: (value: unknown) => void, reject: (problem: Error) => void }>} */
  const waiting = new Map();
  /** @type {{ atMillis: number, run: () => void }[]} */
  const tasks = [];
  let nowMillis = 0;
  let calls = 0;
  const later = (/** @type {() => void} */ run, millis = 0) => void tasks.push({ atMillis: nowMillis + millis, run });
  const world = {
    console,
    performance: { now: () => (nowMillis += millisPerLook) },
    setTimeout: later,
    fetch: () => new Promise(() => {}),
    importScripts: (/** @type {string} */ address) => {
      const text = files[address];
      if (text === undefined) throw new Error(`${address} cannot be loaded here`);
      new Script(text).runInContext(context);
    },
    MessageChannel: class {
      port1 = { onmessage: () => {} };
      port2 = { postMessage: () => later(() => this.port1.onmessage()) };
    },
    addEventListener: (/** @type {string} */ kind, /** @type {(typeof listeners)[number]} */ listener) => {
      if (kind === 'message') listeners.push(listener);
    },
    postMessage: (/** @type {{ id: string, type: string, value: any }} */ { id, type, value }) => {
      if (type === 'HANDLER') waiting.get(id)?.reject(new Error(`the worker failed while it was profiled: ${JSON.stringify(value)}`));
      else waiting.get(id)?.resolve(value);
    },
  };
  const context = createContext(world);
  new Script('self = globalThis').runInContext(context);
  new Script(code, { filename: scriptName }).runInContext(context);
  // What is sent becomes the worker's own objects, as when it crosses threads: an object of ours has another `Object` for a parent.
  const parse = new Script('JSON.parse').runInContext(context);
  return {
    call: (method, ...args) => {
      const id = `call-${String((calls += 1))}`;
      const answer = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
      const message = { id, type: 'APPLY', path: [method], argumentList: args.map((value) => ({ type: 'RAW', value })) };
      for (const listener of listeners) listener({ data: parse(JSON.stringify(message)), origin: '' });
      return answer;
    },
    pass: async (millis) => {
      for (const endMillis = nowMillis + millis; ;) {
        const next = tasks.reduce(
          (/** @type {typeof tasks[number] | undefined} */ first, task) =>
            first !== undefined && first.atMillis <= task.atMillis ? first : task,
          undefined,
        );
        if (next === undefined || next.atMillis > endMillis) break;
        tasks.splice(tasks.indexOf(next), 1);
        nowMillis = Math.max(nowMillis, next.atMillis);
        next.run();
        await answersGone();
      }
    },
  };
}

/** The worker's promises have settled. */
function answersGone() {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A slice is at most so long; the page asks for a frame about as often. */
const pictureMillis = 16;

/**
 * What the page asks until a cluster stands, before anything is sent. Answers with the digest of what happened, as do the others.
 * @param {Page} page
 * @param {{ open?: { focus?: string } }} scenario the first preset
 */
export async function startCluster({ call }, { open, ...scenario }) {
  // What goes wrong must reach the page whatever is loaded: here, that nothing is open yet.
  await call('nextInteresting').then(
    () => {
      throw new Error('the worker did not refuse');
    },
    () => {},
  );
  await call('catalogue');
  await call('open', scenario);
  return lookAt(call, open?.focus ?? '');
}

/**
 * What the page asks while a learner opens it, plays its first preset until nothing is left to happen, sees the details of its partition,
 * and goes back to its start.
 * @param {Page} page
 * @param {{ open?: { focus?: string } }} scenario the first preset
 */
export async function playFirstPreset({ call, pass }, scenario) {
  const focus = scenario.open?.focus ?? '';
  await call('catalogue');
  await call('open', scenario);
  await lookAt(call, focus);
  const play = async (/** @type {object} */ pace, /** @type {number} */ pictures) => {
    await call('setPace', pace);
    for (let picture = 0; picture < pictures; picture += 1) {
      await pass(pictureMillis);
      await lookAt(call, focus);
    }
    await call('setPace', { kind: 'paused' });
  };
  await play({ kind: 'running', microsPerSecond: 2_500, followsInterest: true }, 800);
  await call('inspect', 'partition', focus);
  await call('seek', { micros: 0 });
  await play({ kind: 'running', microsPerSecond: 1_000_000, followsInterest: false }, 60);
  return lookAt(call, focus);
}

/**
 * What the page asks while a lesson is opened, until its first step can be read.
 * @param {Page} page
 * @param {Lesson} lesson
 */
export async function openLesson({ call }, lesson) {
  await call('catalogue');
  await call('openLesson', lesson, { level: 'worked', step: null });
  const { panel = 'cluster', focus = null } = lesson.steps[0] ?? {};
  await call('lessonStory');
  await call('watch', viewOf(panel, focus));
  await call('nextFrame');
  await call('watch', viewOf(panel, focus, 29));
  return /** @type {{ digest: string }} */ (await call('nextFrame')).digest;
}

/**
 * @typedef {{ steps: { id: string, panel?: string, focus?: string, predict?: { id: string }[] }[] }} Lesson
 */

/** What every view asks as it opens, in one. */
const firstQuery = {
  ...{ spanMicros: 20_000, withRoutine: false, endMicros: null, selected: null, group: null, producer: null, client: null },
  ...{ filter: null, fate: null, isTroubleFirst: false, firstRow: 0, source: 'broker', broker: null, segment: null, batch: null },
  ...{ byte: null, windowCount: 20, ask: null, value: null, page: 0, part: 'batch', fromMicros: 0, toMicros: 1_000_000, columns: 60 },
};

/**
 * @param {string} panel
 * @param {string | null} focus
 */
function viewOf(panel, focus, rowCount = 10) {
  const own = { name: panel, query: { ...firstQuery, focus, cellCount: 10, rowCount } };
  // The rest of the page speaks of all partitions.
  return { projections: panel === 'cluster' ? [own] : [own, { name: 'cluster', query: { focus, cellCount: 11 } }] };
}

/**
 * What the page asks while a learner opens a lesson, answers its first questions, runs, and goes on, as far as the first steps go.
 * @param {Page} page
 * @param {Lesson} lesson
 */
export async function playLesson({ call, pass }, lesson) {
  await call('openLesson', lesson, { level: 'worked', step: null });
  let digest = '';
  for (const { predict = [], panel = 'cluster', focus = 'orders-0' } of lesson.steps.slice(0, 4)) {
    await call('watch', viewOf(panel, focus));
    await call('nextFrame');
    await call('inspect', 'partition', focus);
    digest = await lookAt(call, focus);
    await call('lessonMove', { kind: 'commit', answers: Object.fromEntries(predict.map(({ id }) => [id, ''])) });
    await call('setPace', { kind: 'running', microsPerSecond: 2_500, followsInterest: true });
    await call('lessonStory');
    for (let picture = 0; picture < 40; picture += 1) {
      await pass(pictureMillis);
      digest = await lookAt(call, '');
    }
    await call('setPace', { kind: 'paused' });
    // Whatever is asked of the learner is done as the lesson's own solution does it.
    await call('lessonMove', { kind: 'solve' });
    await call('lessonMove', { kind: 'next' });
    digest = await lookAt(call, '');
  }
  return digest;
}

/**
 * Asks for a frame; what is watched is said again, which counts as a change, so that a frame comes.
 * @param {Page['call']} call
 * @param {string} focus the partition in large
 */
async function lookAt(call, focus) {
  await call('watch', { projections: [{ name: 'cluster', query: { focus, cellCount: 10 } }] });
  const frame = /** @type {{ digest: string }} */ (await call('nextFrame'));
  return frame.digest;
}
