import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Problem } from '../contract/engine-api.ts';
import type { LessonFile } from '../contract/lesson.ts';
import { checkLessonPlay, checkSolution, checkWays } from '../engine/session/lesson/lesson-check.ts';
import { findLessons } from '../headless/lesson-source.ts';
import { lessonJsonSchema } from '../scenario/lesson/json-schema.ts';
import { checkLessonFile } from '../scenario/lesson/read-lesson.ts';

const folder = new URL('.', import.meta.url).pathname;
const found = findLessons(folder) ?? [];
const read = (name: string): unknown => JSON.parse(readFileSync(`${folder}${name}`, 'utf8')) as unknown;
const lessons = found.flatMap(({ checked }): LessonFile[] => (checked.ok ? [checked.value] : []));
const codes = (problems: readonly Problem[]): readonly string[] => problems.map(({ code }) => code);

test('every lesson of the product is what the format asks for, in both languages', () => {
  expect(found.length).toBeGreaterThan(0);
  expect(found.flatMap(({ path, checked }) => (checked.ok ? [] : [{ path, problems: checked.problems }]))).toEqual([]);
});

describe.each(lessons)('$id', (lesson) => {
  test.each([0, 1, 2, 3, 4])('is solved by its solution with seed %i', (seed) => {
    expect(checkSolution(lesson, seed)).toEqual([]);
  });

  test('is solved by its alternatives, and neither by doing nothing nor by its wrong ways', () => {
    expect(checkWays(lesson)).toEqual([]);
  });

  test('has at least two alternatives, minutes that add up, and at most four views', () => {
    expect(lesson.alternatives.length).toBeGreaterThanOrEqual(2);
    expect(lesson.instructor.timing.length).toBe(lesson.steps.length);
    expect(lesson.instructor.timing.reduce((sum, each) => sum + each, 0)).toBe(lesson.minutes);
    expect(lesson.minutes).toBeGreaterThanOrEqual(5);
    expect(lesson.minutes).toBeLessThanOrEqual(15);
    expect(lesson.panels.length).toBeLessThanOrEqual(4);
  });

  test('says what a person reads: no exclamation, Chinese punctuation in Chinese, no space set by hand', () => {
    for (const text of Object.values(lesson.texts.en)) expect(text).not.toMatch(/[!\u{1F300}-\u{1FAFF}]/u);
    for (const text of Object.values(lesson.texts['zh-Hans'])) {
      expect(text).not.toMatch(/[!！\u{1F300}-\u{1FAFF}]/u);
      expect(text).not.toMatch(/[\u4e00-\u9fff],|[\u4e00-\u9fff] [A-Za-z0-9{]|[A-Za-z0-9}] [\u4e00-\u9fff]/);
    }
  });
});

test('the list of lessons agrees with the lessons', () => {
  const listed = read('catalogue.json') as readonly {
    readonly id: string;
    readonly minutes: number;
    readonly steps: number;
    readonly title: unknown;
    readonly goal: unknown;
  }[];
  const words = (lesson: LessonFile, key: string): unknown => ({ en: lesson.texts.en[key], 'zh-Hans': lesson.texts['zh-Hans'][key] });
  expect(listed.map(({ id, minutes, steps, title, goal }) => ({ id, minutes, steps, title, goal }))).toEqual(
    lessons.map((lesson) => ({
      id: lesson.id,
      minutes: lesson.minutes,
      steps: lesson.steps.length,
      title: words(lesson, lesson.title),
      goal: words(lesson, lesson.goal),
    })),
  );
});

test('every claim of the map that a lesson covers is in it, with words in both languages', () => {
  const rows = read('map/rows.json') as readonly { readonly row: number; readonly lesson: string; readonly verdict: string }[];
  const [en, zh] = ['en', 'zh-Hans'].map(
    (language) => read(`map/claims.${language}.json`) as Record<string, { readonly notes: string; readonly kafka: string }>,
  );
  expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 229 }, (_, index) => index + 1));
  expect(Object.keys(zh ?? {})).toEqual(Object.keys(en ?? {}));
  for (const { id, claims, steps } of lessons) {
    expect(
      steps.flatMap((step) => step.claims ?? []).every((row) => claims.includes(row)),
      id,
    ).toBe(true);
    for (const row of claims) {
      expect(
        steps.some((step) => step.claims?.includes(row)),
        `${id}: row ${String(row)} is shown in no step`,
      ).toBe(true);
      for (const words of [en?.[String(row)], zh?.[String(row)]]) expect(words?.kafka.length ?? 0, `row ${String(row)}`).toBeGreaterThan(0);
    }
  }
});

test('the published JSON Schema is current', () => {
  expect(readFileSync(new URL('../../public/lesson.schema.json', import.meta.url), 'utf8')).toBe(lessonJsonSchema());
});

describe('the check finds what is wrong with a lesson', () => {
  const [lesson] = lessons.filter(({ id }) => id === 'L03');
  if (lesson === undefined) throw new Error('there is lesson L03');
  const changed = (change: (step: LessonFile['steps'][number]) => object): LessonFile => ({
    ...lesson,
    steps: lesson.steps.map((step) => ({ ...step, ...change(step) })),
  });
  const play = (broken: LessonFile): readonly string[] => codes(checkLessonPlay(broken, { seedCount: 1 }));

  test('a solution that does not solve', () => {
    expect(play(changed(({ id }) => (id === 'find' ? { solution: [] } : {})))).toEqual(['lesson-check-not-solved']);
  });

  test('an expected state that is there from the beginning', () => {
    const always = { cmp: '>=', l: { path: 'topic(orders).partitions' }, r: 3 };
    expect(play(changed(({ id }) => (id === 'find' ? { expect: always } : {})))).toEqual(['lesson-check-true-at-start']);
  });

  test('a run that never ends', () => {
    const never = { until: { cmp: '==', l: { path: 'truth.acked' }, r: 99 }, maxSimMillis: 5000 };
    expect(play(changed(({ id, run }) => (id === 'sticky' ? { run: { ...run, ...never } } : {})))).toEqual(['lesson-check-overdue']);
  });

  test('a prediction with no right answer', () => {
    const none = (step: LessonFile['steps'][number]): object => ({
      predict: step.predict?.map((each) =>
        each.kind === 'choice'
          ? { ...each, options: each.options.map((option) => ({ ...option, truth: { cmp: '==', l: 1, r: 2 } })) }
          : each,
      ),
    });
    expect(play(changed((step) => (step.id === 'named' ? none(step) : {})))).toEqual(['lesson-check-no-truth']);
  });

  test('a wrong way without feedback, and one that is right', () => {
    const [wrong] = lesson.wrong;
    if (wrong === undefined) throw new Error('L03 has a wrong way');
    expect(play({ ...lesson, wrong: [{ ...wrong, acts: [] }] })).toEqual(['lesson-check-no-feedback']);
    const right = lesson.steps.find(({ id }) => id === 'find')?.solution ?? [];
    expect(play({ ...lesson, wrong: [{ ...wrong, acts: right }] })).toEqual(['lesson-check-wrong-passes']);
  });

  test('an alternative that leads nowhere', () => {
    expect(play({ ...lesson, alternatives: [{ name: 'nothing', acts: { find: [] } }] })).toEqual(['lesson-check-alternative']);
  });

  test('a path that cannot be read, and a thing that is not on the stage', () => {
    const path = { cmp: '>=', l: { path: 'part(orders).leo' }, r: 1 };
    expect(play(changed(({ id }) => (id === 'find' ? { expect: path } : {})))).toContain('lesson-check-path');
    expect(play(changed(({ id }) => (id === 'named' ? { anchor: 'broker:9' } : {})))).toEqual(['lesson-check-anchor']);
  });

  test('words that are missing, stray or filled otherwise; names that do not exist; distractors without a belief', () => {
    const problems = (broken: unknown): readonly string[] => {
      const checked = checkLessonFile(broken);
      return checked.ok ? [] : codes(checked.problems);
    };
    const { goal, ...rest } = lesson.texts['zh-Hans'];
    expect(goal).toBeDefined();
    expect(problems({ ...lesson, texts: { ...lesson.texts, 'zh-Hans': rest } })).toContain('lesson-text-missing');
    expect(problems({ ...lesson, texts: { ...lesson.texts, en: { ...lesson.texts.en, stray: 'x' } } })).toEqual(['lesson-text-stray']);
    expect(problems({ ...lesson, texts: { ...lesson.texts, en: { ...lesson.texts.en, goal: '{count}' } } })).toEqual([
      'lesson-text-places',
    ]);
    expect(problems(changed(({ id }) => (id === 'sticky' ? { scenario: 'nowhere' } : {})))).toEqual(['lesson-unknown-name']);
    expect(problems({ ...lesson, misconceptions: ['M4'] })).toContain('lesson-unknown-name');
    expect(problems({ ...lesson, wrong: [] })).toEqual(['lesson-untested-feedback']);
    expect(problems({ ...lesson, format: 2 })).toEqual(['scenario-newer']);
    expect(problems({ ...lesson, colour: 'red' })).toEqual(['scenario-unknown-key']);
  });
});
