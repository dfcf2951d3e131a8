import { expect, test } from 'vitest';
import { parseAutoOffsetReset, parseDurationMillis, resetTimestamp } from './auto-offset-reset.ts';

test('auto.offset.reset knows latest, earliest, none and by_duration', () => {
  expect(parseAutoOffsetReset('latest')).toEqual({ kind: 'latest' });
  expect(parseAutoOffsetReset('EARLIEST')).toEqual({ kind: 'earliest' });
  expect(parseAutoOffsetReset('by_duration:PT1H')).toEqual({ kind: 'by_duration', durationMillis: 3_600_000 });
  expect(parseAutoOffsetReset('by_duration:-PT1H')).toBeNull();
  expect(parseAutoOffsetReset('smallest')).toBeNull();
});

test('durations are read as java.time.Duration reads them', () => {
  expect(parseDurationMillis('P1DT2H3M4.5S')).toBe(93_784_500);
  expect(parseDurationMillis('PT0.001S')).toBe(1);
  expect(parseDurationMillis('P')).toBeNull();
  expect(parseDurationMillis('PT')).toBeNull();
});

test('by_duration asks for a moment that moves with the clock', () => {
  expect(resetTimestamp({ kind: 'by_duration', durationMillis: 1000 }, 50_000)).toBe(49_000);
  expect(resetTimestamp({ kind: 'latest' }, 50_000)).toBe(-1);
  expect(resetTimestamp({ kind: 'earliest' }, 50_000)).toBe(-2);
  expect(resetTimestamp({ kind: 'none' }, 50_000)).toBeNull();
});
