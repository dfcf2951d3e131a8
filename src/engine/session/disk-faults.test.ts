import { expect, test } from 'vitest';
import { Story } from '../invariants/testing/story.ts';
import type { ConfigOverrides } from '../../contract/scenario.ts';

const acksAll: ConfigOverrides = { acks: 'all', 'linger.ms': '0' };

/** Ten records on three brokers, each a batch of its own. */
function written(topic: ConfigOverrides = {}): Story {
  const story = new Story({ producer: acksAll, topic }).waits(2000);
  for (let i = 0; i < 10; i++) story.sends().waits(100);
  return story.waits(1000);
}

const restarted = (story: Story, node: number): Story => story.fault('restart', { node }).waits(15_000);

test('a torn write leaves half a batch, and the next start cuts it off', () => {
  const story = written().fault('torn-write', { node: 3 });
  expect(story.log(3).logEndOffset).toBe(9);
  expect(story.log(3).localLog.activeSegment.trailing?.impossibleSize).toBeNull();
  expect(story.log(3).sizeBytes).toBeLessThan(story.log(1).sizeBytes);
  story.waits(2000);
  restarted(story, 3);
  expect(story.log(3).localLog.activeSegment.trailing).toBeNull();
  expect(story.log(3).logEndOffset).toBe(10);
  expect(story.violated).toEqual([]);
});

test('a recovery cuts the log at a batch whose bit turned over, and the leader fills it up again', () => {
  const story = written().fault('kill', { node: 3 }).fault('bit-rot', { node: 3, partition: 'orders-0', offset: 4 });
  expect(story.happened('logRecovered')).toBe(0);
  story.waits(2000).fault('restart', { node: 3 });
  story.waitsFor(() => story.happened('logRecovered') > 0);
  expect(story.log(3).logEndOffset).toBe(4);
  story.waits(15_000);
  expect(story.log(3).logEndOffset).toBe(10);
  expect(story.violated).toEqual([]);
});

test('a broker that is stopped while it starts leaves its disk as it is: the torn batch is cut off by the start after that', () => {
  const story = written().fault('torn-write', { node: 3 }).waits(2000);
  story.fault('kill', { node: 101 }).fault('restart', { node: 3 }).waits(500);
  // Without a controller it loads no logs yet.
  story.fault('stop', { node: 3 });
  expect(story.happened('brokerStopped')).toBe(0);
  expect(story.log(3).localLog.activeSegment.trailing).not.toBeNull();
  story.fault('restart', { node: 101 });
  restarted(story, 3);
  expect(story.log(3).localLog.activeSegment.trailing).toBeNull();
  expect(story.log(3).logEndOffset).toBe(10);
  expect(story.violated).toEqual([]);
});

test('after a clean stop nobody looks: the damaged batch stays', () => {
  const story = written().fault('stop', { node: 3 });
  story.waitsFor(() => !story.world.kernel.node(3).isProcessUp).fault('bit-rot', { node: 3, partition: 'orders-0', offset: 4 });
  restarted(story, 3);
  expect(story.happened('logRecovered')).toBe(0);
  expect(story.log(3).segments[0]?.batches.at(4).records.storedCrcProblem).not.toBeNull();
});

test('a follower refuses a damaged batch of its leader and asks for it again', () => {
  const story = written()
    .fault('kill', { node: 3 })
    .fault('wipe', { node: 3 })
    .fault('bit-rot', { node: 1, partition: 'orders-0', offset: 4 });
  restarted(story, 3);
  expect(story.log(3).logEndOffset).toBeLessThanOrEqual(4);
  expect(story.registration.isr).not.toContain(3);
});

test('a consumer that checks CRCs refuses a damaged batch', () => {
  const story = written().fault('bit-rot', { node: 1, partition: 'orders-0', offset: 4 });
  story.does({ kind: 'seek-consumer', client: 'reader', partition: 'orders-0', offset: 0 }).waits(2000);
  const { consumer } = story.world.cluster.consumer('reader') ?? {};
  const position = [...(consumer?.subscriptions.states() ?? [])].map(([, state]) => state.position?.offset);
  expect(position).toEqual([4]);
});

test('the first append that a full disk does not take halts the broker; with room it comes back and catches up', () => {
  const story = written().fault('fill-disk', { node: 3, freeKilobytes: 0 }).sends(1).waits(2000);
  expect(story.happened('logDirFailed')).toBe(1);
  expect(story.world.kernel.node(3).isProcessUp).toBe(false);
  expect(story.log(3).logEndOffset).toBe(10);
  story.fault('restart', { node: 3 }).waits(15_000);
  expect(story.world.kernel.node(3).isProcessUp).toBe(false);
  story.fault('free-disk', { node: 3 });
  restarted(story, 3);
  expect(story.log(3).logEndOffset).toBe(11);
  expect(story.totals).toMatchObject({ acknowledged: 11, lost: 0 });
  expect(story.violated).toEqual([]);
});

test('what is on disk already cannot be torn', () => {
  const story = written({ 'flush.messages': '1' });
  expect(story.world.refusal({ kind: 'fault', fault: 'torn-write', params: { node: 3 } })?.code).toBe('fault-all-flushed');
});
