import { expect, test } from 'vitest';
import type { LessonView } from '../../contract/lesson.ts';
import type { Memory } from '../storage.ts';
import { CardBook } from './card-book.ts';
import { parseProgress, ProgressBook } from './progress.ts';
import { exportProgress, importProgress } from './progress-file.ts';

/** A page's memory; `kept` is what stays on the machine. */
function memory(isLasting = true): Memory & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  const visit = new Map<string, string>();
  return {
    kept,
    isLasting,
    read: (name) => visit.get(name) ?? kept.get(name) ?? null,
    write: (name, value) => {
      visit.set(name, value);
      kept.set(name, value);
    },
    writeForVisit: (name, value) => {
      visit.set(name, value);
      kept.delete(name);
    },
  };
}

const cardsOf = (id: string): Promise<readonly string[]> => Promise.resolve([`${id}.first`, `${id}.second`]);
const day = 86_400_000;
const options = { nowMillis: 3 * day, cardsOf };

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

test('on a shared computer nothing stays, what was there is wiped, and the visit itself remembers', () => {
  const place = memory();
  const book = new ProgressBook(place);
  book.note(view({ isSuccess: true }), 1, 1);
  new CardBook(place).enter(['L03.first'], 1);
  book.setShared(true);
  book.note(view({ lesson: 'L04' }), 1, 2);
  new CardBook(place).enter(['L04.first'], 2);
  new CardBook(place).answered('L03.first', true, 3);
  expect(book.isForgotten).toBe(true);
  // Nothing but that it is shared.
  expect([...place.kept]).toEqual([['shared-computer', '1']]);
  expect(Object.keys(new ProgressBook(place).all)).toEqual(['L03', 'L04']);
  expect(Object.keys(new CardBook(place).all)).toEqual(['L03.first', 'L04.first']);
  expect(new ProgressBook(memory(false)).isForgotten).toBe(true);
});

test('progress and cards go to another machine as a file; what is further there stays', async () => {
  const here = memory();
  new ProgressBook(here).note(view({ isSuccess: true }), 1, 1);
  new CardBook(here).enter(['L03.first', 'L03.second'], 0);
  new CardBook(here).answered('L03.first', true, day);
  const there = memory();
  new ProgressBook(there).note(view({ lesson: 'L04', isSuccess: true }), 1, 2);
  new CardBook(there).enter(['L03.first', 'L04.first'], 0);
  new CardBook(there).answered('L04.first', true, day);
  expect(await importProgress(there, exportProgress(here), options)).toBe('imported');
  expect(Object.keys(new ProgressBook(there).all).sort()).toEqual(['L03', 'L04']);
  expect(new CardBook(there).all).toEqual({
    'L03.first': { known: 1, dueMillis: 6 * day },
    'L04.first': { known: 1, dueMillis: 6 * day },
    'L03.second': { known: 0, dueMillis: day },
  });
});

test('a file of the first format, which had no cards, brings those of its finished lessons', async () => {
  const place = memory();
  const lessons = { L03: { isSuccess: true, finishedAt: day }, L04: { isSuccess: false }, L05: { isSuccess: true } };
  expect(await importProgress(place, JSON.stringify({ format: 1, kind: 'kafkascope-progress', lessons }), options)).toBe('imported');
  expect(new CardBook(place).all).toEqual({
    'L03.first': { known: 0, dueMillis: 2 * day },
    'L03.second': { known: 0, dueMillis: 2 * day },
    'L05.first': { known: 0, dueMillis: 4 * day },
    'L05.second': { known: 0, dueMillis: 4 * day },
  });
});

test('what is no progress, and what is newer, changes nothing', async () => {
  const place = memory();
  for (const text of ['no progress', '{}', '[]', '{"lessons":{"L03":{"isSuccess":true}}}', '{"format":"2","lessons":{}}'])
    expect(await importProgress(place, text, options)).toBe('not-imported');
  expect(await importProgress(place, '{"format":3,"lessons":{"L03":{"isSuccess":true}},"cards":{}}', options)).toBe('newer');
  expect(place.kept.size).toBe(0);
  const hostile = '{"format":2,"lessons":{"<b>":{}},"cards":{"<script>":{"dueMillis":1},"L1.a":{"known":-5,"dueMillis":7}}}';
  expect(await importProgress(place, hostile, options)).toBe('imported');
  expect(new CardBook(place).all).toEqual({ 'L1.a': { known: 0, dueMillis: 7 } });
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
