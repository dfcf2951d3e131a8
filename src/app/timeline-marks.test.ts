import { expect, test } from 'vitest';
import type { EventRow } from '../contract/engine-api.ts';
import { flagPlace, groupByPlace, markLabel, mostTelling, placeMarks, shownFrames } from './timeline-marks.ts';

function eventAt(micros: number, name = 'isrShrunk'): EventRow {
  return { id: micros, name, micros, node: 1, level: 'milestone', interest: 2, args: {}, kinds: {}, trigger: -1, because: -1, source: '' };
}

const at = (micros: number): number => micros;
const words = { language: 'en' as const, about: (): string => 'ISR {1, 2}' };

test('marks with room stand alone', () => {
  expect(groupByPlace([eventAt(0), eventAt(40), eventAt(80)], at)).toHaveLength(3);
});

test('a mark that would lie on the number of those before it joins them', () => {
  const groups = groupByPlace([eventAt(0), eventAt(10), eventAt(30), eventAt(60)], at);
  expect(groups.map(({ events }) => events.length)).toEqual([3, 1]);
});

test('no group lies on another, nor on its number', () => {
  const marks = Array.from({ length: 60 }, (_, index) => eventAt((index * index * 7) % 800)).sort(
    (one, other) => one.micros - other.micros,
  );
  const groups = groupByPlace(marks, at);
  for (const [index, { x, events }] of groups.entries())
    expect((groups[index + 1]?.x ?? Infinity) - x).toBeGreaterThanOrEqual(events.length > 1 ? 38 : 17);
});

test('what a person did is shown before what came of it', () => {
  expect(mostTelling([eventAt(1, 'commandGiven'), eventAt(2, 'recordsLost'), eventAt(3)]).name).toBe('commandGiven');
  expect(mostTelling([eventAt(2, 'recordsLost'), eventAt(3)]).name).toBe('recordsLost');
});

test('a mark says its words and how many others it stands for, and without room only the number', () => {
  const events = [eventAt(1), eventAt(2), eventAt(3)];
  expect(markLabel(eventAt(1), [eventAt(1)], 200, words)).toBe('ISR {1, 2}');
  expect(markLabel(eventAt(1), events, 200, words)).toBe('ISR {1, 2} +2');
  expect(markLabel(eventAt(1), events, 30, words)).toBe('+2');
  expect(markLabel(eventAt(1), [eventAt(1)], 30, words)).toBe('');
});

test('words that are too long are cut where that still says something', () => {
  const long = { ...words, about: (): string => 'cut the link between broker 1 and broker 3' };
  const label = markLabel(eventAt(1), [eventAt(1), eventAt(2)], 120, long);
  expect(label).toMatch(/^cut the .*… \+1$/);
  expect(label.length * 6.1).toBeLessThanOrEqual(120);
});

const line = { flagWidth: 24, width: 400 };

test('the flag of the shown moment stands at its right, at its left where a mark has its words, and nowhere between two', () => {
  const placed = placeMarks([eventAt(100), eventAt(260)], { x: at, endX: 400 }, words);
  expect(flagPlace(40, placed, line)).toEqual({ side: 'right', isOverMark: false });
  expect(flagPlace(85, placed, line)).toEqual({ side: 'left', isOverMark: false });
  expect(flagPlace(110, placed, line)).toEqual({ side: 'none', isOverMark: true });
  expect(flagPlace(390, placed, line)).toEqual({ side: 'left', isOverMark: false });
});

test('the flag never covers words, wherever the moment stands', () => {
  const placed = placeMarks([eventAt(20), eventAt(120), eventAt(150), eventAt(330)], { x: at, endX: 400 }, words);
  for (let x = 0; x <= 400; x++) {
    const { side } = flagPlace(x, placed, line);
    const [from, to] = side === 'right' ? [x + 9, x + 9 + line.flagWidth] : [x - 9 - line.flagWidth, x - 9];
    if (side !== 'none') expect(placed.filter((mark) => mark.fromX < to && mark.toX > from)).toEqual([]);
  }
});

test('a stretch that is shown has a frame that can be seen, and stretches that would touch have one', () => {
  const between = (fromMicros: number, toMicros: number) => ({ fromMicros, toMicros });
  expect(shownFrames([between(100, 101)], at)).toEqual([{ fromX: 95.5, toX: 105.5 }]);
  expect(shownFrames([between(100, 140), between(141, 180), between(300, 350)], at)).toHaveLength(2);
});
