import { expect, test } from 'vitest';
import { messageRow } from '../../app/testing/fixture-rows.ts';
import { nearest } from './MessageTargets.tsx';
import type { PlacedMessage } from './scene.ts';

function placedAt(id: number, x: number, y: number, isSmall = true): PlacedMessage {
  const wire = { fromX: 0, fromY: 0, toX: 0, toY: 0, laneY: y, isSmall };
  const mark = { isResponse: false, direction: 1, state: 'flying', pieces: [] } as const;
  return { message: messageRow(id, {}), box: { x, y, width: 17, height: 11 }, mark, isSmall, wire };
}

const crowd = [placedAt(1, 0, 0), placedAt(2, 100, 0), placedAt(3, 104, 0), placedAt(4, 300, 0, false)];

test('who points at a small tag means it', () => {
  expect(nearest(crowd, 5, 5)?.message.message).toBe(1);
});

test('of two that lie on each other the upper one is meant', () => {
  expect(nearest(crowd, 110, 5)?.message.message).toBe(3);
});

test('near is enough, far is not', () => {
  expect(nearest(crowd, 21, 5)?.message.message).toBe(1);
  expect(nearest(crowd, 50, 5)).toBeNull();
});

test('a tag that can be read has a target of its own', () => {
  expect(nearest(crowd, 305, 5)).toBeNull();
});
