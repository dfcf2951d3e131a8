// Asks another worker what was recorded: a record that says something else than the engine fails the build.
import { tablesOf } from './record.mjs';

/**
 * @typedef {import('../../src/contract/engine-api.ts').ViewSpec} ViewSpec
 * @typedef {import('../../src/contract/lesson.ts').Lesson} Lesson
 * @typedef {import('../../src/contract/opening.ts').FirstAsked} FirstAsked
 * @typedef {import('../../src/contract/opening.ts').Opening} Opening
 */

/** Places in a range of counts at which an opening is asked once more. */
const shares = [0, 0.3, 0.7, 1];

/**
 * Another worker must say what was recorded: of windows of several sizes, and looked up as the page does.
 * @param {import('../split-worker/profile.mjs').Page} page
 * @param {{ lesson: Lesson, first: FirstAsked, opening: Opening, recorded: (spec: ViewSpec) => unknown }} what
 */
export async function checkOpening(page, { lesson, first, opening, recorded }) {
  const { spec, count } = first;
  for (const [index, projection] of spec(lesson.steps[0]?.focus ?? null).projections.entries()) {
    for (const share of index === 0 && count !== null ? shares : [0]) {
      const value = count === null ? {} : { [count.key]: Math.round(count.from + share * (count.to - count.from)) };
      const asked = index === 0 ? { ...projection, query: { ...projection.query, ...value } } : projection;
      const said = JSON.stringify(await tablesOf(page, lesson, asked));
      if (said !== JSON.stringify(recorded({ projections: [asked] })))
        throw new Error(`${lesson.id}: the worker answers ${projection.name} ${JSON.stringify(value)} otherwise than was recorded`);
    }
  }
  await page.call('watch', { projections: [] });
  const { digest } = /** @type {{ digest: string }} */ (await page.call('nextFrame'));
  if (digest !== opening.frame.digest) throw new Error(`${lesson.id}: the worker opens it at ${digest}, recorded ${opening.frame.digest}`);
}
