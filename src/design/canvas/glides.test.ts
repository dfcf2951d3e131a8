import { expect, test } from 'vitest';
import { Glides } from './glides.ts';

function at(glides: Glides, millis: number, x: number, isStill = false): number {
  glides.begin(millis, isStill);
  return glides.at('flag', x);
}

test('what was not there before does not come from anywhere', () => {
  const glides = new Glides();
  expect(at(glides, 0, 40)).toBe(40);
  expect(glides.isMoving).toBe(false);
});

test('a flag glides to its new place, is there in time and then stands', () => {
  const glides = new Glides();
  at(glides, 0, 40);
  expect(at(glides, 1000, 100)).toBe(40);
  expect(glides.isMoving).toBe(true);
  const middle = at(glides, 1100, 100);
  expect(middle).toBeGreaterThan(60);
  expect(middle).toBeLessThan(100);
  expect(at(glides, 1280, 100)).toBe(100);
  expect(glides.isMoving).toBe(false);
});

test('a flag that is called back turns round where it is', () => {
  const glides = new Glides();
  at(glides, 0, 0);
  at(glides, 0, 100);
  const before = at(glides, 50, 100);
  expect(at(glides, 50, 0)).toBe(before);
  expect(at(glides, 330, 0)).toBe(0);
});

test('while time is dragged, or less motion is wanted, a flag is where it belongs at once and comes from there', () => {
  const glides = new Glides();
  at(glides, 0, 0);
  expect(at(glides, 10, 100, true)).toBe(100);
  expect(glides.isMoving).toBe(false);
  expect(at(glides, 20, 100)).toBe(100);
});
