import { expect, test } from 'vitest';
import { Story } from './testing/story.ts';

// What looks like a broken promise and is none: the checker must be silent.

const weak = { acks: '1', 'enable.idempotence': 'false' };

test('acks=1 promises nothing: what only the dead leader had may be lost', () => {
  const story = new Story({ producer: { acks: '1' } })
    .waits(1000)
    .fault('cut', { from: 1, to: 2 })
    .fault('cut', { from: 1, to: 3 })
    .sends(3)
    .waits(50)
    .fault('kill', { node: 1 })
    .fault('heal-all')
    .waits(20_000)
    .fault('restart', { node: 1 })
    .waits(20_000);
  expect(story.totals).toMatchObject({ acknowledged: 3, lost: 3 });
  expect(story.happened('logTruncated')).toBe(1);
  expect(story.violated).toEqual([]);
});

test('a retry of a producer that is not idempotent may write twice', () => {
  const story = new Story({ producer: { ...weak, 'request.timeout.ms': '1000' } })
    .waits(1000)
    .sends(1)
    .waits(500)
    .fault('cut-one-way', { from: 1, to: 1001 })
    .sends(1)
    .waits(2500)
    .fault('heal', { from: 1, to: 1001 })
    .waits(10_000);
  expect(story.totals.duplicated).toBeGreaterThan(0);
  expect(story.violated).toEqual([]);
});

test('a new leader may have a lower high watermark than the old one, and nothing new for a consumer that has read all', () => {
  const story = new Story({ producer: { acks: 'all' } }).waits(1000).sends(3).waits(2000).sends(1);
  story.waitsFor(() => story.log(1).highWatermark === 4 && story.totals.delivered === 4);
  const behind = story.log(2).highWatermark;
  story.fault('kill', { node: 1 });
  story.waitsFor(() => story.world.reader.belief(2, 'orders-0')?.isLeader === true);
  expect(behind).toBe(3);
  expect(story.log(2).highWatermark).toBe(3);
  story.waits(10_000);
  expect(story.totals).toMatchObject({ lost: 0, delivered: 4 });
  expect(story.violated).toEqual([]);
});

test('a leader that nobody follows any more accepts acks=1 and is read, until it learns better', () => {
  const story = new Story({ producer: weak }).waits(1000).sends(2).waits(1000);
  for (const to of [2, 3, 101]) story.fault('cut', { from: 1, to });
  story.waitsFor(() => story.registration.leader !== 1, 30_000);
  story.sends(2).waits(100);
  expect(story.log(1).logEndOffset).toBe(4);
  expect(story.world.reader.belief(1, 'orders-0')?.isLeader).toBe(true);
  story.fault('heal-all').waits(20_000);
  expect(story.log(1).logEndOffset).toBe(2);
  expect(story.totals.acknowledged).toBe(4);
  expect(story.violated).toEqual([]);
});

test('replicas delete old segments each at its own time', () => {
  const story = new Story({
    topic: { 'segment.ms': '2000', 'retention.ms': '5000' },
    spec: { configs: { 'log.retention.check.interval.ms': '1000' } },
  })
    .waits(30_000)
    .sends(2)
    .waits(3000)
    .sends(2)
    .waits(500)
    .fault('pause', { node: 3 })
    .waits(4000);
  expect([1, 2, 3].map((broker) => story.log(broker).logStartOffset)).toEqual([2, 2, 0]);
  story.fault('resume', { node: 3 }).waits(10_000);
  expect(story.violated).toEqual([]);
});

test('without ELR, power cuts may take what only page caches had; nobody promised otherwise', () => {
  const story = new Story({
    topic: { 'min.insync.replicas': '1' },
    spec: { features: { 'eligible.leader.replicas.version': 0 } },
    producer: { acks: 'all' },
  })
    .waits(1000)
    .sends(3)
    .waits(1000);
  for (const node of [1, 2, 3]) story.fault('power-loss', { node });
  for (const node of [1, 2, 3]) story.fault('restart', { node });
  story.waits(30_000);
  expect(story.totals.lost).toBe(3);
  expect(story.violated).toEqual([]);
});
