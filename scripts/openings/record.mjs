// Asks a worker what a lesson's page asks until somebody acts, and makes a record of the answers (`src/contract/opening.ts`).

/**
 * @typedef {import('../../src/contract/engine-api.ts').Row} Row
 * @typedef {import('../../src/contract/engine-api.ts').SentFrame} SentFrame
 * @typedef {import('../../src/contract/engine-api.ts').ViewSpec} ViewSpec
 * @typedef {import('../../src/contract/lesson.ts').Lesson} Lesson
 * @typedef {import('../../src/contract/opening.ts').FirstAsked} FirstAsked
 * @typedef {import('../../src/contract/opening.ts').Opening} Opening
 * @typedef {import('../../src/contract/opening.ts').RecordedView} RecordedView
 * @typedef {import('../../src/contract/opening.ts').WindowCount} WindowCount
 * @typedef {import('../split-worker/profile.mjs').Page} Page
 * @typedef {{ table: string, rows: Row[] }[]} Tables
 */

/**
 * @param {Page} page a worker that nothing was asked of yet
 * @param {Lesson} lesson
 * @param {FirstAsked} first what the lesson's first view asks
 * @returns {Promise<Opening>}
 */
export async function recordOpening(page, lesson, first) {
  const { patchesJson: _, ...frame } = await open(page, lesson, { projections: [] });
  const story = /** @type {Opening['story']} */ (await page.call('lessonStory'));
  const pool = new Pool();
  const { projections } = first.spec(lesson.steps[0]?.focus ?? null);
  /** @type {RecordedView[]} */
  const views = [];
  for (const [index, { name, query }] of projections.entries()) {
    const count = index === 0 ? first.count : null;
    for (const { range, tables } of await answers(page, lesson, { name, query }, count)) {
      const rest = Object.fromEntries(Object.entries(query).filter(([key]) => key !== count?.key));
      views.push({ name, query: rest, count: range, tables: tables.map(({ table, rows }) => ({ table, rows: pool.places(rows) })) });
    }
  }
  return { format: 1, lesson: lesson.id, rev: lesson.rev, frame, story, rows: pool.rows, views };
}

/**
 * All rows of one projection.
 * @param {Page} page
 * @param {Lesson} lesson
 * @param {ViewSpec['projections'][number]} projection
 * @returns {Promise<Tables>}
 */
export async function tablesOf(page, lesson, projection) {
  const { patchesJson } = await open(page, lesson, { projections: [projection] });
  /** @type {{ table: string, upsert: Row[] }[]} */
  const patches = JSON.parse(patchesJson === '' ? '[]' : patchesJson);
  return patches.map(({ table, upsert }) => ({ table, rows: upsert }));
}

/**
 * A lesson that is opened anew sends every row once more.
 * @param {Page} page
 * @param {Lesson} lesson
 * @param {ViewSpec} spec
 * @returns {Promise<SentFrame>}
 */
async function open(page, lesson, spec) {
  const result = /** @type {{ ok: boolean }} */ (await page.call('openLesson', lesson, { level: 'worked', step: null }));
  if (!result.ok) throw new Error(`${lesson.id} cannot be opened: ${JSON.stringify(result)}`);
  await page.call('watch', spec);
  return /** @type {SentFrame} */ (await page.call('nextFrame'));
}

/**
 * What one projection answers, by ranges of the count that the window decides. A larger window never shows less, so where both ends and
 * the middle of a range are the same, all of it is.
 * @param {Page} page
 * @param {Lesson} lesson
 * @param {ViewSpec['projections'][number]} projection
 * @param {WindowCount | null} count
 * @returns {Promise<{ range: WindowCount | null, tables: Tables }[]>}
 */
async function answers(page, lesson, projection, count) {
  if (count === null) return [{ range: null, tables: await tablesOf(page, lesson, projection) }];
  const { key, from, to } = count;
  /** @type {Map<number, Tables>} */
  const known = new Map();
  const at = async (/** @type {number} */ value) => {
    const tables = known.get(value) ?? (await tablesOf(page, lesson, { ...projection, query: { ...projection.query, [key]: value } }));
    known.set(value, tables);
    return tables;
  };
  /** @type {{ range: WindowCount, tables: Tables }[]} */
  const found = [];
  const look = async (/** @type {number} */ first, /** @type {number} */ last) => {
    const middle = Math.floor((first + last) / 2);
    const tables = await at(first);
    if (isSame(tables, await at(last)) && isSame(tables, await at(middle))) {
      const before = found.at(-1);
      if (before !== undefined && isSame(before.tables, tables)) before.range = { key, from: before.range.from, to: last };
      else found.push({ range: { key, from: first, to: last }, tables });
      return;
    }
    await look(first, middle);
    await look(middle + 1, last);
  };
  await look(from, to);
  return found;
}

/**
 * @param {unknown} one
 * @param {unknown} other
 */
function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Every row once. */
class Pool {
  /** @type {Row[]} */
  rows = [];
  /** @type {Map<string, number>} */
  #known = new Map();

  /** @param {readonly Row[]} rows */
  places(rows) {
    return rows.map((row) => {
      const text = JSON.stringify(row);
      const place = this.#known.get(text) ?? this.rows.push(row) - 1;
      this.#known.set(text, place);
      return place;
    });
  }
}
