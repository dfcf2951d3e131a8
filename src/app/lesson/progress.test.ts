import { expect, test } from 'vitest';
import type { LessonView } from '../../contract/lesson.ts';
import type { Memory } from '../storage.ts';
import { parseProgress, ProgressBook } from './progress.ts';

function memory(isLasting = true): Memory & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return { kept, isLasting, read: (name) => kept.get(name) ?? null, write: (name, value) => void kept.set(name, value) };
}

const view = (change: Partial<LessonView>): LessonView => ({
  lesson: 'L03',
  level: 'worked',
  step: 'named',
  stepIndex: 0,
  steps: ['named'],
  completed: [],
  phase: 'done',
  answers: {},
  verdicts: null,
  hintCount: 0,
  wrongPath: null,
  isOverdue: false,
  picked: null,
  isAssisted: false,
  isSuccess: false,
  isMastered: false,
  firstRight: 0,
  firstAsked: 0,
  stepMicros: 0,
  openedCount: 1,
  ...change,
});

test('what was reached stays reached, and is there again on the next visit', () => {
  const place = memory();
  const book = new ProgressBook(place);
  book.note(view({ isSuccess: true, isMastered: true, firstAsked: 3, firstRight: 3 }), 2, 5000);
  book.note(view({ step: 'hashed' }), 2, 9000);
  expect(new ProgressBook(place).all['L03']).toMatchObject({
    isSuccess: true,
    isMastered: true,
    firstRight: 3,
    lastStep: 'hashed',
    finishedAt: 5000,
  });
});

test('on a shared computer nothing stays, and what was there is wiped', () => {
  const place = memory();
  const book = new ProgressBook(place);
  book.note(view({ isSuccess: true }), 1, 1);
  book.setShared(true);
  book.note(view({ lesson: 'L04' }), 1, 2);
  expect(book.isForgotten).toBe(true);
  expect(place.kept.get('progress.v1')).toBe('{}');
  expect(Object.keys(book.all)).toEqual(['L03', 'L04']);
  expect(new ProgressBook(memory(false)).isForgotten).toBe(true);
});

test('progress goes to another machine as a file; what is further there stays', () => {
  const here = new ProgressBook(memory());
  here.note(view({ isSuccess: true }), 1, 1);
  const there = new ProgressBook(memory());
  there.note(view({ lesson: 'L04', isSuccess: true }), 1, 2);
  expect(there.import(here.export())).toBe(true);
  expect(Object.keys(there.all).sort()).toEqual(['L03', 'L04']);
  expect(there.import('no progress')).toBe(false);
  expect(there.import('{}')).toBe(false);
});

test('what somebody else wrote into the storage is left out and breaks nothing', () => {
  expect(parseProgress('[1,2')).toEqual({});
  expect(parseProgress('{"L03": 5, "<script>": {}, "L04": {"isSuccess": "yes", "firstRight": -3, "finishedAt": "x"}}')).toEqual({
    L04: {
      level: 'worked',
      isSuccess: false,
      isAssisted: false,
      isMastered: false,
      firstRight: 0,
      firstAsked: 0,
      lastStep: '',
      rev: 0,
      finishedAt: null,
    },
  });
});
