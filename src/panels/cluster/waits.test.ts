import { expect, test } from 'vitest';
import { shownWait, waitsOfBoth } from './waits.ts';

const told = { id: 'checkout', toldMicros: 6_600, toldSentMicros: 2_500_000, openSentMicros: -1 };
const open = { id: 'checkout', toldMicros: 8_000, toldSentMicros: 500_000, openSentMicros: 3_001_000 };

test('a record without a result waits until now; one that has it, until its producer was told', () => {
  const [waits] = waitsOfBoth([open], [told], 6_000_000);
  expect(waits).toEqual({
    producer: 'checkout',
    one: { waitMicros: 2_999_000, sentMicros: 3_001_000, isOver: false },
    other: { waitMicros: 6_600, sentMicros: 2_500_000, isOver: true },
  });
  expect(waits && [shownWait(waits.one), shownWait(waits.other)]).toEqual(['…', '6.6 ms']);
});

test('right after it was sent, an older one that took longer is the slowest still', () => {
  const [waits] = waitsOfBoth([open], [told], 3_002_000);
  expect(waits?.one).toEqual({ waitMicros: 8_000, sentMicros: 500_000, isOver: true });
});

test('a producer that sent nothing in one of the histories is not compared', () => {
  expect(waitsOfBoth([open], [], 6_000_000)).toEqual([]);
});
