import { expect, test } from 'vitest';
import type { Frame } from '../contract/engine-api.ts';
import { fakeEngine } from './testing/fake-engine.ts';
import { sendFrame } from '../worker/send-frame.ts';
import { readFrame } from './read-frame.ts';

async function firstFrame(): Promise<Frame> {
  return fakeEngine().nextFrame();
}

test('a frame comes out of the thread as it went in', async () => {
  const frame = await firstFrame();
  expect(frame.patches.length).toBeGreaterThan(5);
  expect(readFrame(structuredClone(sendFrame(frame)))).toEqual(frame);
});

test('a frame in which no row changed carries no text', async () => {
  const frame = { ...(await firstFrame()), patches: [] };
  expect(sendFrame(frame).patchesJson).toBe('');
  expect(readFrame(sendFrame(frame))).toEqual(frame);
});
