import { expect, test } from 'vitest';
import { runUntil } from '../../engine/session/lesson/play-step.ts';
import { LessonRun } from '../../engine/session/lesson/lesson-run.ts';
import { openTable } from '../../engine/session/lesson/lesson-table.ts';
import type { Memory } from '../storage.ts';
import { CardBook } from './card-book.ts';
import { lessonEntries, loadLesson } from './content.ts';
import { cardKey, reviewOf } from './review.ts';

const day = 86_400_000;

function memory(): Memory {
  const kept = new Map<string, string>();
  const write = (name: string, value: string): void => void kept.set(name, value);
  return { isLasting: true, read: (name) => kept.get(name) ?? null, write, writeForVisit: write };
}

test.each(lessonEntries.map(({ id }) => id))('the cards of %s are asked with drawn numbers, and the engine has the answer', async (id) => {
  const contents = await Promise.all((['en', 'zh-Hans'] as const).map((language) => loadLesson(id, language)));
  for (const content of contents) {
    if (content === null) throw new Error(`${id} does not load`);
    expect(content.lesson.retrieval.length).toBeGreaterThan(0);
    const cards = content.lesson.retrieval.map((card) => ({ content, card }));
    for (const draw of [(min: number) => min, (_min: number, max: number) => max]) {
      const { lesson, texts } = reviewOf(cards, 'Recall', draw);
      const run = new LessonRun(lesson, openTable, { level: 'worked', step: null });
      for (const { id: step, predict = [] } of lesson.steps) {
        for (const { ask } of predict) expect(texts[ask]).not.toMatch(/^$|\{n\}/);
        expect(Object.values(run.rightAnswers()), step).not.toContain('');
        run.move({ kind: 'commit', answers: run.rightAnswers() });
        run.move({ kind: 'run' });
        const { session } = run.currentTable;
        runUntil(run.currentTable, session.position.micros + 200_000_000, () => run.currentPhase !== 'running');
        expect(run.view()).toMatchObject({ phase: 'done', isOverdue: false });
        expect(run.view().verdicts?.every(({ isRight }) => isRight)).toBe(true);
        run.move({ kind: 'next' });
      }
    }
  }
});

test('what varies in a card is really in its scenario: another number, another run', async () => {
  for (const { id } of lessonEntries) {
    const content = await loadLesson(id, 'en');
    for (const card of content?.lesson.retrieval ?? []) {
      if (content === null || card.vary === undefined) continue;
      const scenarioWith = (draw: (min: number, max: number) => number): string =>
        JSON.stringify(reviewOf([{ content, card }], '', draw).lesson.scenarios).replace(/"seed":\d+/, '');
      expect(
        scenarioWith((min) => min),
        cardKey(content.lesson, card),
      ).not.toBe(scenarioWith((_min, max) => max));
    }
  }
});

test('a card comes a day after its lesson, then after longer pauses, and the next day when it was not known', () => {
  const kept = memory();
  const book = new CardBook(kept);
  book.enter(['L11.how-many', 'L12.size'], 0);
  expect(book.due(day - 1)).toEqual([]);
  expect(book.due(day)).toEqual(['L11.how-many', 'L12.size']);
  book.answered('L11.how-many', true, day);
  book.answered('L12.size', false, day);
  expect(new CardBook(kept).due(2 * day)).toEqual(['L12.size']);
  expect(new CardBook(kept).due(6 * day)).toEqual(['L12.size', 'L11.how-many']);
  expect(book.nextInDays(day)).toBe(1);
  book.enter(['L11.how-many'], 6 * day);
  expect(new CardBook(kept).due(6 * day)).toContain('L11.how-many');
});

test('what somebody else wrote is no card', () => {
  const kept = memory();
  kept.write('cards.v1', '{"<b>":{"known":1,"dueMillis":0},"L1.a":{"dueMillis":"x"},"L2.b":{"dueMillis":5},"L3.c":7}');
  expect(new CardBook(kept).due(day)).toEqual(['L2.b']);
  kept.write('cards.v1', 'no');
  expect(new CardBook(kept).nextInDays(0)).toBeNull();
});
