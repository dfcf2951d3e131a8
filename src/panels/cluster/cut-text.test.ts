import { expect, test } from 'vitest';
import { cutText, hasRoomBeside } from './cut-text.ts';

test('full-width letters take twice the room of others, beside a name as where words are cut', () => {
  expect(hasRoomBeside(180, 'Broker 2', 'up')).toBe(true);
  expect(hasRoomBeside(180, 'Broker 2', '运行中')).toBe(false);
  expect(hasRoomBeside(260, 'Broker 2', '运行中')).toBe(true);
  expect(cutText('运行中', 30, 6)).toBe('运…');
  expect(cutText('run', 30, 6)).toBe('run');
});
