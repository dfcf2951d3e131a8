import { expect, test } from 'vitest';
import { Kernel } from '../../kernel/kernel.ts';
import { Envelope } from '../../kernel/process.ts';
import { RequestQueue } from './request-queue.ts';

const newQueue = (): RequestQueue =>
  new RequestQueue(new Kernel({ seed: 1, epochMillis: 1, network: { latencyMicrosMin: 1, latencyMicrosMax: 1, bytesPerSecond: 0 } }));

function request(correlationId: number, connectionGeneration: number): Envelope {
  const message = { kind: 'request' as const, api: 'Produce', correlationId, body: {} };
  return new Envelope(1001, 1, 64, message, 100, 0, correlationId, connectionGeneration, 0, 500);
}

test('requests of one connection are handled one after the other', () => {
  const queue = newQueue();
  const [first, second] = [request(1, 0), request(2, 0)];
  expect(queue.admit(first)).toBe(true);
  expect(queue.admit(second)).toBe(false);
  expect(queue.finished(first)).toBe(second);
  expect(queue.finished(second)).toBeNull();
});

test('a parked request of a connection that was closed does not let two requests of the next connection be handled at once', () => {
  const queue = newQueue();
  const parked = request(1, 0);
  queue.admit(parked);
  queue.closed(1001, 64);
  const [first, second] = [request(2, 1), request(3, 1)];
  expect(queue.admit(first)).toBe(true);
  expect(queue.admit(second)).toBe(false);
  // The acks=all produce of the old connection completes: nobody hears of it, and the new connection stays muted.
  expect(queue.finished(parked)).toBeNull();
  expect(queue.admit(request(4, 1))).toBe(false);
  expect(queue.finished(first)).toBe(second);
});

test('a new connection does not wait behind what an earlier one left, even when its end was never heard of', () => {
  const queue = newQueue();
  queue.admit(request(1, 0));
  expect(queue.admit(request(2, 1))).toBe(true);
});
