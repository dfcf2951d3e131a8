import { describe, expect, test } from 'vitest';
import { restoreFields } from '../../kernel/restoring.ts';
import { saveFields } from '../../kernel/saving.ts';
import { Entity } from '../../kernel/state.ts';
import { errors } from '../errors.ts';
import type { MutationId } from '../mutations.ts';
import { CommittedPartitionState, PendingExpandIsr, PendingShrinkIsr } from './isr-state.ts';
import { deleteRecordsOnLeader, processFetchedData } from './partition-follower.ts';
import { fetchRecords } from './partition-read.ts';
import { ReplicationWorld, TestBroker } from './testing/replication-world.ts';

/** All that a fetch can change, on every broker. */
function stateOf(world: ReplicationWorld): unknown {
  return [...world.brokers.values()].map((broker) =>
    [...broker.partitions.values()].map((partition) => ({
      key: `${String(broker.brokerId)}/${partition.topicPartition}`,
      epoch: partition.leaderEpoch,
      isr: partition.partitionState.isr,
      maximalIsr: partition.partitionState.maximalIsr,
      logStartOffset: partition.log?.logStartOffset,
      highWatermark: partition.log?.highWatermark,
      logEndOffset: partition.log?.logEndOffset,
      epochs: partition.log?.leaderEpochCache.epochEntries(),
      replicas: partition.remoteReplicas.map((replica) => [
        replica.brokerId, replica.logEndOffset, replica.logStartOffset, replica.lastFetchTimeMs, replica.lastCaughtUpTimeMs,
        replica.brokerEpoch, replica.lastFetchLeaderLogEndOffset,
      ]),
    })),
  );
}

function randomStream(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return Math.floor(((state >>> 0) / 4294967296) * bound);
  };
}

/** The same random history in a world. */
function live(world: ReplicationWorld, seed: number, steps: number): unknown[] {
  const below = randomStream(seed);
  const states: unknown[] = [];
  for (let i = 0; i < steps; i++) {
    const key = world.keys[below(world.keys.length)] ?? 't-0';
    const choice = below(14);
    if (choice < 7) world.append(key, 1, 1 + below(3));
    else if (choice === 7) world.elect(key, 1 + below(3));
    else if (choice === 8) for (const broker of world.brokers.values()) broker.shrinkIsrs();
    else if (choice === 9) world.run(31_000);
    else if (choice === 10) deleteRecordsOnLeader(world.replica(world.committed.get(key)?.leader ?? 1, key), -1);
    else if (choice === 11 && world.unreachable.size === 0) world.unreachable.add(1 + below(3));
    else if (choice === 12) rejoin(world);
    world.run(below(40));
    states.push(stateOf(world));
  }
  rejoin(world);
  world.run(5_000);
  states.push(stateOf(world));
  return states;
}

function rejoin(world: ReplicationWorld): void {
  world.unreachable.clear();
  for (const [key, registration] of world.committed) for (const broker of world.brokers.values()) broker.apply(key, registration);
}

describe('fetch sessions', () => {
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

  test.each(seeds)('partitions that sleep are seen as if every fetch looked at them, whatever happens (seed %i)', (seed) => {
    const sleeping = live(new ReplicationWorld({ partitionCount: 9 }), seed, 150);
    const sleepless = live(new ReplicationWorld({ partitionCount: 9, letsSleep: false }), seed, 150);
    for (const [step, state] of sleeping.entries()) expect(state, `after step ${String(step)}`).toEqual(sleepless[step]);
  });

  test('an incremental fetch names only what changed, and looks only at what changed', () => {
    const world = new ReplicationWorld({ partitionCount: 300 });
    world.run(3_000);
    const leader = world.broker(1);
    const namedBefore = leader.namedPartitionCount;
    for (let i = 0; i < 20; i++) {
      world.append('t-0');
      world.run(50);
    }
    // Two followers, each with the one partition that changed.
    expect(leader.namedPartitionCount - namedBefore).toBeLessThanOrEqual(2 * 20 * 2);
    expect(world.replica(2).log?.logEndOffset).toBe(20);
  });

  test('a follower of a sleeping partition counts as caught up at its last fetch', () => {
    const world = new ReplicationWorld({ partitionCount: 2 });
    world.run(3_000);
    const { lastCaughtUpTimeMs, lastFetchTimeMs } = world.replica(1).replica(2)!;
    expect(world.nowMillis - lastCaughtUpTimeMs).toBeLessThan(600);
    expect(lastFetchTimeMs).toBe(lastCaughtUpTimeMs);
  });
});

describe('checkpoints', () => {
  test('what replication remembers can be saved and put back, and nothing changes without being announced', () => {
    const world = new ReplicationWorld({ partitionCount: 4 });
    const below = randomStream(7);
    for (let i = 0; i < 60; i++) {
      const { entities, dirty } = world.registry;
      const known = entities.filter((entity) => !(entity instanceof TestBroker));
      const before = new Map(known.map((entity) => [entity, fingerprint(entity)]));
      dirty.clear();
      for (const entity of known) {
        entity.isDirty = false;
        restoreFields(entity, saveFields(entity));
      }
      const key = world.keys[below(4)] ?? 't-0';
      if (below(8) === 0) world.elect(key, 1 + below(3));
      else if (below(8) === 0) world.run(31_000);
      else world.append(key);
      for (const broker of world.brokers.values()) broker.shrinkIsrs();
      world.run(below(700));
      const silent = known.filter((entity) => !dirty.has(entity) && fingerprint(entity) !== before.get(entity));
      expect(silent.map((entity) => entity.constructor.name), `step ${String(i)}`).toEqual([]);
    }
  });
});

/** A text of an entity's state; other entities by their number. */
function fingerprint(entity: Entity): string {
  return JSON.stringify(saveFields(entity), (_, value: unknown) => {
    if (value instanceof Entity) return `entity ${String(value.entityIndex)}`;
    if (value instanceof Map || value instanceof Set) return [...value];
    return value;
  });
}

describe('high watermark and ISR', () => {
  test('the high watermark follows the slowest member of the ISR', () => {
    const world = new ReplicationWorld();
    world.run(1_000);
    world.append();
    expect(world.replica(1).log?.highWatermark).toBe(0);
    world.run(600);
    expect(world.replica(1).log?.highWatermark).toBe(1);
  });

  test('a follower that cannot be reached leaves the ISR after replica.lag.time.max.ms, and joins again when it has caught up', () => {
    const world = new ReplicationWorld();
    world.run(1_000);
    world.unreachable.add(3);
    world.append();
    world.run(20_000);
    world.broker(1).shrinkIsrs();
    expect(world.replica(1).partitionState.isr).toEqual([1, 2, 3]);
    world.run(15_000);
    world.broker(1).shrinkIsrs();
    expect(world.replica(1).partitionState.kind).toBe('PendingShrinkIsr');
    expect(world.replica(1).log?.highWatermark).toBe(0);
    world.run(10);
    expect(world.replica(1).partitionState.isr).toEqual([1, 2]);
    expect(world.replica(1).log?.highWatermark).toBe(1);
    world.unreachable.clear();
    world.run(3_000);
    expect(world.replica(1).partitionState.isr).toEqual([1, 2, 3]);
  });

  test('below min.insync.replicas acks=all is refused, acks=1 is written, and the high watermark stands still', () => {
    const world = new ReplicationWorld({ minInSyncReplicas: 2 });
    world.run(1_000);
    world.elect('t-0', 1, { isr: [1] });
    world.unreachable.add(2).add(3);
    expect(world.append('t-0', -1)).toMatchObject({ kind: 'error', errorCode: errors.NOT_ENOUGH_REPLICAS });
    expect(world.append('t-0', 1)).toMatchObject({ kind: 'appended', leaderHwChange: 'SAME' });
    expect(world.replica(1).log?.logEndOffset).toBe(1);
    expect(world.replica(1).log?.highWatermark).toBe(0);
  });

  test('a former leader cuts what it alone had written and takes what the new leader has', () => {
    const world = new ReplicationWorld();
    world.run(1_000);
    world.append();
    world.run(1_000);
    world.unreachable.add(1);
    world.append();
    world.append();
    world.elect('t-0', 2, { isr: [2, 3] });
    world.append();
    world.run(2_000);
    expect(world.replica(1).log?.logEndOffset).toBe(3);
    rejoin(world);
    world.run(3_000);
    expect(world.replica(1).log?.logEndOffset).toBe(2);
    expect(world.events.filter(({ name }) => name === 'logTruncated')).toMatchObject([{ args: { offset: 1, lostCount: 2 } }]);
    expect(world.replica(1).log?.leaderEpochCache.epochEntries()).toEqual(world.replica(2).log?.leaderEpochCache.epochEntries());
  });
});

const options = { maxBytes: 1000, minOneMessage: true, updateFetchState: true } as const;

describe('mutations break exactly what they are there to break', () => {
  const world = (...mutations: MutationId[]): ReplicationWorld => new ReplicationWorld({ mutations, minInSyncReplicas: 2 });

  test('M1: a new follower cuts at its high watermark, although the leader has the record', () => {
    const cut = (it: ReplicationWorld): number => {
      it.run(1_000);
      it.append();
      it.run(6);
      it.elect('t-0', 1);
      return it.replica(2).log?.logEndOffset ?? -1;
    };
    const honest = world();
    expect(cut(honest)).toBe(1);
    const mutated = world('M1');
    cut(mutated);
    // The fetch that is on its way ends first, refused for its old epoch.
    mutated.run(3);
    expect(mutated.replica(2).log?.logEndOffset).toBe(0);
  });

  test('M9: the high watermark rises below min.insync.replicas', () => {
    const mutated = world('M9');
    mutated.elect('t-0', 1, { isr: [1] });
    mutated.unreachable.add(2).add(3);
    mutated.run(40_000);
    mutated.append();
    expect(mutated.replica(1).log?.highWatermark).toBe(1);
  });

  test('M16: what was sent counts as received', () => {
    const mutated = world('M16');
    mutated.run(1_000);
    mutated.append();
    expect(mutated.replica(1).log?.highWatermark).toBe(1);
    expect(mutated.replica(2).log?.logEndOffset).toBe(0);
  });

  test('M2: a follower joins the ISR without the records that were committed before this leader', () => {
    const join = (it: ReplicationWorld): readonly number[] => {
      it.run(1_000);
      it.unreachable.add(3);
      it.elect('t-0', 1, { isr: [1, 2] });
      it.append();
      // Broker 2 has the record by now, but not the high watermark that covers it.
      it.run(100);
      it.unreachable.add(1);
      it.elect('t-0', 2);
      const params = { replicaId: 3, replicaEpoch: 103, isolation: 'LOG_END', fetchOnlyLeader: true, event: -1 } as const;
      const data = { fetchOffset: 0, logStartOffset: 0, maxBytes: 1000, currentLeaderEpoch: 3, lastFetchedEpoch: null };
      fetchRecords(it.replica(2), params, data, { ...options, nowMillis: it.nowMillis });
      return it.replica(2).partitionState.maximalIsr;
    };
    expect(join(new ReplicationWorld())).toEqual([1, 2]);
    expect(join(new ReplicationWorld({ mutations: ['M2'] }))).toEqual([1, 2, 3]);
  });

  test('M12: a consumer reads what is not committed', () => {
    const params = { replicaId: -1, replicaEpoch: -1, isolation: 'HIGH_WATERMARK', fetchOnlyLeader: false, event: -1 } as const;
    const data = { fetchOffset: 0, logStartOffset: -1, maxBytes: 1000, currentLeaderEpoch: null, lastFetchedEpoch: null };
    const read = (it: ReplicationWorld): number => {
      it.append();
      const found = fetchRecords(it.replica(1), params, data, { ...options, nowMillis: it.nowMillis });
      return found.kind === 'read' ? (found.data?.batches.length ?? 0) : -1;
    };
    expect(read(world())).toBe(0);
    expect(read(world('M12'))).toBe(1);
  });

  test('M13: a new leader cuts its own log', () => {
    const mutated = world('M13');
    mutated.append();
    mutated.elect('t-0', 1);
    expect(mutated.replica(1).log?.logEndOffset).toBe(0);
  });

  test('M14: a former leader counts fetches of followers that follow another', () => {
    const fetch = (it: ReplicationWorld): unknown => {
      const params = { replicaId: 2, replicaEpoch: 102, isolation: 'LOG_END', fetchOnlyLeader: true, event: -1 } as const;
      const data = { fetchOffset: 0, logStartOffset: 0, maxBytes: 1000, currentLeaderEpoch: 9, lastFetchedEpoch: null };
      const found = fetchRecords(it.replica(1), params, data, { ...options, nowMillis: it.nowMillis });
      return found.kind === 'error' ? found.error : found.kind;
    };
    expect(fetch(world())).toBe('UNKNOWN_LEADER_EPOCH');
    expect(fetch(world('M14'))).toBe('read');
  });

  test('M3, M3b: the high watermark does not wait for who is joining, or stops waiting for who is asked to leave', () => {
    const pending = (kind: 'expand' | 'shrink', mutations: MutationId[]): number => {
      const it = new ReplicationWorld({ mutations });
      it.run(1_000);
      const partition = it.replica(1);
      it.unreachable.add(2).add(3);
      partition.partitionState = new CommittedPartitionState(kind === 'expand' ? [1] : [1, 2], 'RECOVERED');
      const committed = new CommittedPartitionState(partition.partitionState.isr, 'RECOVERED');
      const isrWithBrokerEpoch = [{ brokerId: 1, brokerEpoch: 101 }];
      const sent = { leaderEpoch: 1, partitionEpoch: 0, leaderRecoveryState: 'RECOVERED', isrWithBrokerEpoch } as const;
      partition.partitionState = kind === 'expand' ? new PendingExpandIsr(2, sent, committed) : new PendingShrinkIsr([2], sent, committed);
      // Beyond the lag, so that only the ISR counts.
      it.run(40_000);
      it.append();
      return partition.log?.highWatermark ?? -1;
    };
    expect(pending('expand', [])).toBe(0);
    expect(pending('expand', ['M3'])).toBe(1);
    expect(pending('shrink', [])).toBe(0);
    expect(pending('shrink', ['M3b'])).toBe(1);
  });

  test('M24: a follower believes a high watermark above its own end', () => {
    const learn = (it: ReplicationWorld): boolean => {
      const follower = it.replica(2);
      processFetchedData(follower, 1, { records: [], highWatermark: 7, logStartOffset: 0 }, it.nowMillis);
      return follower.log!.highWatermark <= follower.log!.logEndOffset;
    };
    expect(learn(world())).toBe(true);
    expect(learn(world('M24'))).toBe(false);
  });
});
