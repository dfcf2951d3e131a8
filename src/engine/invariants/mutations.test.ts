import { describe, expect, test } from 'vitest';
import type { MutationId } from '../kafka/mutations.ts';
import type { InvariantId } from './invariant.ts';
import { Story } from './testing/story.ts';
import type { StoryOptions } from './testing/story.ts';

// Each known mistake, in a story in which it matters: the checker must see it, and must be silent about the same story without it.

const noElr = { features: { 'eligible.leader.replicas.version': 0 } };
const all = { acks: 'all' };
/** A producer that does not wait, so that the next record can follow. */
const one = { acks: '1' };
const quick = { 'replica.lag.time.max.ms': '1500' };

interface Case {
  readonly id: MutationId | 'M6' | 'M7' | 'M23';
  readonly what: string;
  /** At least one of these must be seen. */
  readonly breaks: readonly InvariantId[];
  readonly options?: StoryOptions;
  play(story: Story): Story;
}

/** Waits for an ISR change that a leader asks for, and keeps it from the controller; answers which message it is. */
function holdAlterPartition(story: Story, isHeld = true): number {
  let held = -1;
  story.waitsFor(() => {
    for (const { envelope } of story.world.kernel.inFlight()) {
      const { message, sentEvent } = envelope;
      if (message.api === 'AlterPartition' && message.kind === 'request') held = sentEvent;
    }
    return held >= 0;
  });
  if (isHeld) story.does({ kind: 'message', message: held, action: 'hold', delayMicros: 0 });
  return held;
}

/** Keeps the next request of a kind from one node to another on its way; answers which message it is. */
function holdRequest(story: Story, api: string, from: number, to: number): number {
  let held = -1;
  story.waitsFor(() => {
    for (const { envelope } of story.world.kernel.inFlight()) {
      if (envelope.from === from && envelope.to === to && envelope.message.api === api && envelope.message.kind === 'request') {
        held = envelope.sentEvent;
      }
    }
    return held >= 0;
  });
  story.does({ kind: 'message', message: held, action: 'hold', delayMicros: 0 });
  return held;
}

/**
 * The leader dies before the followers have learned of the last high watermark, and the next leader has it lower than what is committed.
 */
const lateHighWatermark = (story: Story): Story => {
  story.waits(1000).sends(3).waits(2000).sends(1);
  story.waitsFor(() => story.log(1).highWatermark === 4);
  return story.fault('kill', { node: 1 });
};

/** A third broker comes back and joins the ISR. */
const joining: StoryOptions = { producer: all, topic: { 'min.insync.replicas': '1' }, spec: noElr };

/** The preferred leader is 2, and 1 leads first: see `leads`. */
const returning: StoryOptions = { producer: one, topic: { 'min.insync.replicas': '1' }, spec: noElr, replicas: [2, 1, 3] };
const preferred = { kind: 'elect', election: 'preferred', partition: 'orders-0' } as const;

const cases: readonly Case[] = [
  {
    id: 'M2',
    what: 'a follower that joins below the start of the epoch can be elected without what is committed',
    breaks: ['I9', 'I10'],
    options: {
      producer: all,
      topic: { 'min.insync.replicas': '1' },
      spec: { ...noElr, configs: { 'replica.lag.time.max.ms': '5000' } },
      replicas: [1, 2, 4, 3],
    },
    play(story) {
      // 3 leaves the ISR; 1 commits one more record with 2 and 4, and dies before 2 has learned of it. Then 2 leads with the old high
      // watermark, since 4 cannot reach it, and what it sends to 3 takes its time.
      story.waits(1000).sends(3).waits(1000).fault('cut', { from: 1, to: 3 }).fault('cut', { from: 2, to: 4 }).sends(1);
      story.waitsFor(() => story.log(1).highWatermark === 4);
      story.fault('kill', { node: 1 }).fault('slow-link', { from: 2, to: 3, extraMillis: 300, lossPercent: 0 });
      return story.waits(20_000);
    },
  },
  {
    id: 'M3',
    what: 'a leader that does not wait for the member that is joining commits without it',
    breaks: ['I16', 'I8', 'I9'],
    options: { ...joining, producer: one, spec: { ...noElr, configs: quick } },
    play(story) {
      story.waits(1000).sends(1).waits(500).fault('kill', { node: 3 }).waits(15_000).fault('restart', { node: 3 });
      holdAlterPartition(story, false);
      story.fault('cut-one-way', { from: 101, to: 1 });
      // The controller takes 3 into the ISR, which the leader does not hear, and 3 stands still.
      return story.fault('pause', { node: 3 }).sends(1).waits(2000).sends(1).waits(1000);
    },
  },
  {
    id: 'M3b',
    what: 'a leader that has asked for a smaller ISR commits before the controller has agreed',
    breaks: ['I16', 'I8', 'I9'],
    options: { producer: one, topic: { 'min.insync.replicas': '1' }, spec: { ...noElr, configs: quick } },
    play(story) {
      story.waits(1000).sends(1).waits(1000).fault('pause', { node: 3 }).sends(1);
      holdAlterPartition(story);
      return story.waits(1000).sends(1).waits(1000);
    },
  },
  {
    id: 'M10',
    what: 'an old wish for the ISR admits a broker that has lost its disk since',
    breaks: ['I9', 'I16', 'I8'],
    options: { ...joining, seed: 7 },
    play(story) {
      story.waits(1000).sends(3).fault('kill', { node: 3 }).waits(15_000).fault('restart', { node: 3 });
      const held = holdAlterPartition(story);
      story.fault('kill', { node: 3 }).fault('wipe', { node: 3 }).waits(200).fault('restart', { node: 3 });
      const epoch = story.brokerEpoch(3);
      for (const to of [1, 2]) story.fault('cut', { from: 3, to });
      story.waitsFor(() => story.brokerEpoch(3) > epoch && story.isUnfenced(3));
      return story.does({ kind: 'message', message: held, action: 'release', delayMicros: 0 }).waits(100);
    },
  },
  {
    id: 'M11',
    what: 'a wish for the ISR that comes late admits a broker that is fenced by now',
    breaks: ['I20'],
    options: joining,
    play(story) {
      story.waits(1000).fault('kill', { node: 3 }).waits(15_000).fault('restart', { node: 3 });
      const held = holdAlterPartition(story);
      story.fault('kill', { node: 3 }).waitsFor(() => !story.isUnfenced(3));
      return story.does({ kind: 'message', message: held, action: 'release', delayMicros: 0 }).waits(100);
    },
  },
  {
    id: 'M14',
    what: 'a leader that serves a fetch from an earlier epoch counts what the follower has truncated since',
    breaks: ['I7', 'I8', 'I9', 'I16'],
    options: returning,
    play(story) {
      // 1 leads and 3 has two records more than 2; the fetch that says so is late. 3 follows 2, which leads for a while, and cuts them.
      // 1 cannot reach 2, keeps them, and leads again when 2 is dead.
      story.leads(1).sends(2).waits(1000).fault('cut', { from: 1, to: 2 }).sends(2);
      const end = story.log(2).logEndOffset;
      story.waitsFor(() => story.log(3).logEndOffset === end + 2);
      const held = holdRequest(story, 'Fetch', 3, 1);
      story.does(preferred).waitsFor(() => story.log(3).logEndOffset === end);
      story.fault('kill', { node: 2 }).waitsFor(() => story.registration.leader === 1 && story.belief(1)?.isLeader === true);
      return story.does({ kind: 'message', message: held, action: 'release', delayMicros: 0 }).waits(2000);
    },
  },
  {
    id: 'M17',
    what: 'a follower that diverges counts as having what the leader has there',
    breaks: ['I7', 'I8', 'I9', 'I16'],
    options: returning,
    play(story) {
      // 2 leads again before it has what 1 and 3 have; the two find out late.
      story.leads(1).sends(2).waits(1000).fault('slow-link', { from: 1, to: 2, extraMillis: 3000, lossPercent: 0 }).sends(3).waits(100);
      story.does(preferred).fault('slow-link', { from: 2, to: 3, extraMillis: 2500, lossPercent: 0 }).waits(500);
      for (let i = 0; i < 4; i++) story.sends(1).waits(150);
      return story.waits(6000);
    },
  },
  {
    id: 'M20',
    what: 'a leader that remembers too few batches commits a sequence twice',
    breaks: ['I27', 'I28'],
    options: { producer: { acks: 'all', 'linger.ms': '0', 'request.timeout.ms': '1000', 'batch.size': '1' } },
    play(story) {
      story.waits(1000).sends(1).waits(1000).fault('cut-one-way', { from: 1, to: 1001 });
      for (let i = 0; i < 4; i++) story.sends(1).waits(20);
      return story.waits(2500).fault('heal', { from: 1, to: 1001 }).waits(10_000);
    },
  },
  {
    id: 'M26',
    what: 'a leader that believes what it knew of followers from an earlier leadership',
    breaks: ['I7', 'I8', 'I9', 'I16'],
    options: returning,
    play(story) {
      // 1 leads and knows that 3 has two more records than 2. Then 2 leads, and those are cut; then 1 leads again, and 3 cannot reach it.
      story.leads(1).sends(2).waits(1000).fault('cut', { from: 1, to: 2 });
      for (let i = 0; i < 2; i++) story.sends(1).waits(100);
      story.does(preferred).waits(2000).fault('heal', { from: 1, to: 2 }).waits(3000);
      story
        .fault('cut', { from: 1, to: 3 })
        .fault('kill', { node: 2 })
        .waitsFor(() => story.registration.leader === 1);
      return story.waits(100).sends(1).waits(1000);
    },
  },
  {
    id: 'M1',
    what: 'a follower that truncates to its high watermark gives up what is committed',
    breaks: ['I9', 'I10', 'I12'],
    options: { producer: all },
    play: (story) => lateHighWatermark(story).waits(20_000),
  },
  {
    id: 'M12',
    what: 'a consumer that reads to the log end reads what may be taken back',
    breaks: ['I13'],
    options: { producer: { acks: '1' } },
    play: (story) => story.waits(1000).fault('cut', { from: 1, to: 2 }).fault('cut', { from: 1, to: 3 }).sends(2).waits(1000),
  },
  {
    id: 'M13',
    what: 'a leader that cuts its own log takes back what is committed',
    breaks: ['I2', 'I5', 'I10'],
    options: { producer: all },
    play: (story) => lateHighWatermark(story).waits(20_000),
  },
  {
    id: 'M15',
    what: 'two leaders in one epoch write different records at the same offset',
    breaks: ['I4'],
    options: { producer: { acks: '1' } },
    play(story) {
      story.waits(1000).sends(2).waits(1000);
      for (const to of [2, 3, 101]) story.fault('cut', { from: 1, to });
      return story.waits(20_000).sends(1).waits(1000);
    },
  },
  {
    id: 'M7',
    what: 'with min.insync.replicas 1 a loss of power loses acknowledged records',
    breaks: ['I10', 'I11'],
    options: { producer: all, topic: { 'min.insync.replicas': '1' }, spec: noElr, assume: 'standard', replicas: [1] },
    play: (story) =>
      story.waits(1000).sends(3).waits(500).fault('power-loss', { node: 1 }).waits(500).fault('restart', { node: 1 }).waits(20_000),
  },
  {
    id: 'M23',
    what: 'when all replicas lose their power together, so does what was acknowledged with acks=all',
    breaks: ['I11'],
    options: { producer: all, topic: { 'min.insync.replicas': '2' }, assume: 'standard' },
    play(story) {
      story.waits(1000).sends(3).waits(500);
      for (const node of [1, 2, 3]) story.fault('power-loss', { node });
      story.waits(500);
      for (const node of [1, 2, 3]) story.fault('restart', { node });
      return story.waits(30_000);
    },
  },
  {
    id: 'M6',
    what: 'an unclean election takes what was acknowledged',
    breaks: ['I9', 'I10', 'I11', 'I12'],
    options: {
      producer: all,
      topic: { 'min.insync.replicas': '1', 'unclean.leader.election.enable': 'true' },
      spec: noElr,
      assume: 'standard',
      replicas: [1, 2],
    },
    play(story) {
      story.waits(1000).fault('kill', { node: 2 }).waits(20_000).sends(3).waits(1000);
      return story.fault('kill', { node: 1 }).waits(20_000).fault('restart', { node: 2 }).waits(20_000);
    },
  },
  {
    id: 'M16',
    what: 'a follower that counts as having what was sent to it is acknowledged without it',
    breaks: ['I22', 'I16'],
    options: { producer: all },
    play: (story) => story.waits(1000).sends(3).waits(1000),
  },
  {
    id: 'M21',
    what: 'retention that goes above the high watermark deletes what is not committed',
    breaks: ['I31'],
    options: {
      producer: { acks: '1' },
      topic: { 'segment.ms': '1000', 'retention.ms': '1000' },
      spec: { configs: { 'log.retention.check.interval.ms': '1000' } },
    },
    play(story) {
      story.waits(28_000).fault('pause', { node: 2 });
      for (let i = 0; i < 6; i++) story.sends(1).waits(1200);
      return story;
    },
  },
  {
    id: 'M22',
    what: 'a recovery that keeps what stands behind a corrupt batch leaves a hole',
    breaks: ['I2', 'I5'],
    options: { producer: all },
    play(story) {
      story.waits(1000);
      for (let i = 0; i < 4; i++) story.sends(1).waits(100);
      return story.fault('power-loss', { node: 3 }).waits(500).fault('restart', { node: 3 }).waits(20_000);
    },
  },
  {
    id: 'M24',
    what: 'a follower that takes a high watermark above its own log end',
    breaks: ['I1'],
    options: { producer: { acks: 'all', 'linger.ms': '0' }, topic: {}, spec: { configs: { 'replica.fetch.max.bytes': '100' } } },
    play(story) {
      story.waits(1000).fault('kill', { node: 3 }).waits(12_000);
      for (let i = 0; i < 8; i++) story.sends(1).waits(20);
      return story.fault('restart', { node: 3 }).waits(30_000);
    },
  },
  {
    id: 'M25',
    what: 'a broker that lost the end of its log and goes on leading in the same epoch writes other records there',
    breaks: ['I5', 'I9', 'I10', 'I12'],
    options: { producer: all, topic: { 'min.insync.replicas': '2' } },
    play: (story) =>
      story
        .waits(1000)
        .sends(3)
        .waits(1000)
        .fault('power-loss', { node: 1 })
        .waits(300)
        .fault('restart', { node: 1 })
        .waits(2000)
        .sends(2)
        .waits(5000),
  },
];

describe.each(cases)('$id: $what', ({ id, breaks, options = {}, play }) => {
  const isSwitch = !['M6', 'M7', 'M23'].includes(id);

  test('is seen', () => {
    const story = play(new Story(isSwitch ? { ...options, mutations: [id as MutationId] } : options));
    expect(
      story.violated.filter((each) => breaks.includes(each)),
      story.violated.join(),
    ).not.toEqual([]);
  });

  test('without it nothing is', () => {
    const { assume, ...asConfigured } = options;
    const story = play(new Story(asConfigured));
    expect(assume === undefined || !isSwitch).toBe(true);
    expect(story.checker.violations).toEqual([]);
  });
});
