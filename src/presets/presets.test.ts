import { describe, expect, test } from 'vitest';
import type { EventRow } from '../contract/engine-api.ts';
import type { Scenario } from '../contract/scenario.ts';
import { defaultEnd, play } from '../headless/played.ts';
import { checkSource, readSource } from '../headless/scenario-source.ts';
import { applicationFates } from '../engine/kafka/ledger/application-fates.ts';
import { teachingScaleKeys } from '../engine/kafka/teaching-scale.ts';
import { decodeLink, encodeLink } from '../scenario/link.ts';

const plainNames = ['one-record', 'acked-and-lost', 'follower-behind', 'rebalance', 'segments-and-lookup', 'compaction', 'power-cut'];
const names = [...plainNames, 'one-commit', 'inside-producer', 'offsets-in-zookeeper'];
const preset = (name: string, withScript = false) => readSource(`preset:${name}`, { isLarge: false, withScript });

function playUntil(scenario: Scenario, millis?: number) {
  const events: EventRow[] = [];
  const end = millis === undefined ? defaultEnd(scenario) : ({ kind: 'time', micros: millis * 1000 } as const);
  const played = play(scenario, { end, recordsMax: 100, onEvent: (event) => events.push(event) });
  return { ...played, events, named: (name: string) => events.filter((event) => event.name === name) };
}

describe.each(names)('preset %s', (name) => {
  test('is what the format and Kafka accept, and nothing in it is refused when its time comes', () => {
    expect(checkSource(`preset:${name}`, { isLarge: false, withScript: true })).toMatchObject({ ok: true });
    expect(playUntil(preset(name, true)).refusals).toEqual([]);
  });

  test('breaks no promise of Kafka at any step', () => {
    expect(playUntil(preset(name, true)).report.violatedInvariants).toEqual([]);
  });

  test('plays the same twice, and out of a link', () => {
    const scenario = preset(name, true);
    const decoded = decodeLink(encodeLink(scenario));
    expect(decoded).toEqual({ ok: true, value: scenario });
    expect(playUntil(scenario).report).toEqual(playUntil(preset(name, true)).report);
  });

  test('opens before the learner has anything to undo', () => {
    const { open, commands } = preset(name);
    expect(open).toBeDefined();
    for (const { at } of commands) expect(at.micros).toBeLessThanOrEqual(open!.at.micros);
  });
});

describe('one record’s journey', () => {
  test('when it opens, five records have been read and the sixth is in flight', () => {
    const scenario = preset('one-record');
    const openMicros = scenario.open!.at.micros;
    const { report, named } = playUntil(scenario, openMicros / 1000);
    expect(report.partitions[0]?.logs.map(({ highWatermark, logEndOffset }) => [highWatermark, logEndOffset])).toEqual([
      [5, 5],
      [5, 5],
      [5, 5],
    ]);
    expect(report.consumers[0]?.positions).toEqual([{ topicPartition: 'orders-0', offset: 5 }]);
    expect(report.producers[0]?.sends.at(-1)).toMatchObject({ key: 'bob', outcome: 'pending', appendOffsets: [] });
    expect(named('messageSent').filter(({ args }) => args['api'] === 'Produce' && Number(args['dueMicros']) > openMicros)).toHaveLength(1);
  });
});

describe('the kill that loses an acknowledged record', () => {
  test('with acks=1, three acknowledged records are lost, and the old leader cuts them off', () => {
    const { report, named } = playUntil(preset('acked-and-lost', true));
    expect(report.ledger).toMatchObject({ sent: 6, acknowledged: 6, lost: 3 });
    expect(named('leaderElected').map(({ args }) => [args['previousLeader'], args['leader']])).toContainEqual([1, 2]);
    expect(named('logTruncated').map(({ node, args }) => [node, args['offset'], args['previousLogEndOffset']])).toEqual([[1, 3, 6]]);
    expect(report.partitions[0]?.logs.map(({ logEndOffset }) => logEndOffset)).toEqual([3, 3, 3]);
  });

  test('with acks=all from before the cables are pulled, nothing that was acknowledged is lost', () => {
    const scenario = preset('acked-and-lost', true);
    const change: Scenario['commands'][number] = {
      at: { micros: 2_900_000, steps: -1 },
      command: { kind: 'configure-client', client: 'checkout', configs: { acks: 'all', 'enable.idempotence': 'false' } },
    };
    const { report, refusals } = playUntil({ ...scenario, commands: [change, ...scenario.commands] }, 60_000);
    expect(refusals).toEqual([]);
    expect(report.ledger).toMatchObject({ sent: 6, acknowledged: 6, lost: 0 });
  });
});

describe('the follower that falls behind', () => {
  test('the ISR shrinks twice, min.insync.replicas refuses, the ISR grows again and everything is acknowledged', () => {
    const { report, named } = playUntil(preset('follower-behind', true));
    const isrs = (name: string) =>
      named(name)
        .filter(({ micros }) => micros > 0)
        .map(({ args }) => String(args['isr']));
    expect(isrs('isrShrunk')).toEqual(['1,2', '1']);
    expect(isrs('isrExpanded')).toEqual(['1,3', '1,2,3']);
    expect(named('produceRefused').length).toBeGreaterThan(3);
    expect(report.ledger).toMatchObject({ failed: 0, lost: 0, duplicated: 0 });
    expect(report.ledger.acknowledged).toBe(report.ledger.sent);
  });

  test('and the compacted topic alone run at teaching scale', () => {
    const scaled = names.filter((name) => teachingScaleKeys(preset(name).cluster).length > 0);
    expect(scaled).toEqual(['follower-behind', 'compaction']);
  });
});

describe('three ways to rebalance', () => {
  test('when a fourth consumer joins, eager revokes every partition, the other two ways one', () => {
    const { events } = playUntil(preset('rebalance', true), 40_000);
    const later = events.filter(({ micros }) => micros > 20_000_000);
    const group = new Map(preset('rebalance').cluster.consumers.map(({ name }, index) => [1002 + index, name.slice(0, name.indexOf('-'))]));
    const revoked = (of: string) =>
      later
        .filter(({ name, node }) => name === 'partitionsRevoked' && group.get(node) === of)
        .reduce((sum, { args }) => sum + Number(args['partitionCount']), 0);
    expect([revoked('billing'), revoked('shipping'), revoked('search')]).toEqual([6, 1, 1]);
  });
});

describe('one commit’s journey', () => {
  test('opens while the commit is on its way; a crash later repeats what was not committed', () => {
    const scenario = preset('one-commit');
    const openMicros = scenario.open!.at.micros;
    const { named } = playUntil(scenario, 10_000);
    const [commit] = named('messageSent').filter(({ args }) => args['api'] === 'OffsetCommit' && args['isRequest'] === 1);
    expect(commit?.micros).toBeLessThan(openMicros);
    expect(Number(commit?.args['dueMicros'])).toBeGreaterThan(openMicros);
  });
});

describe('offsets in ZooKeeper (Kafka 0.8), beside today', () => {
  test('before the first minute is over a crash repeats all of it then, and at most what 5 s brought today', () => {
    const { world } = playUntil(preset('offsets-in-zookeeper', true), 70_000);
    const fates = (application: string) => applicationFates(world.cluster.ledger, application, new Map());
    const [now, then] = [fates('billing-4.3'), fates('billing-0.8')];
    expect(now.processed).toBe(then.processed);
    expect(now.processedAgain).toBeLessThanOrEqual(5 * 6 + 6);
    expect(then.processedAgain).toBeGreaterThan(57 * 6 - 12);
    expect([now.skipped, then.skipped]).toEqual([0, 0]);
  });

  test('what is committed then is a znode for each partition, and today a record of __consumer_offsets', () => {
    const { world } = playUntil(preset('offsets-in-zookeeper'), 62_000);
    expect([...(world.cluster.zooKeeper?.znodes.keys() ?? [])].sort()).toEqual(
      [0, 1, 2].map((partition) => `/consumers/billing-0.8/offsets/orders/${String(partition)}`),
    );
    const committing = world.cluster.zooKeeper?.writeCount;
    expect(committing).toBe(3);
  });
});
