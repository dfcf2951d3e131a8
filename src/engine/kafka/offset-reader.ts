import type { Micros } from '../kernel/units.ts';
import type { ConsumerProcess } from './clients/consumer/consumer-process.ts';
import type { Cluster } from './cluster.ts';
import { recordOfText } from './coordinator/service/record-text.ts';
import { offsetPath } from './zookeeper/znode-path.ts';
import { writeMicros } from './zookeeper/zookeeper-process.ts';
import type { CommittedFacts, GroupFacts } from './group-reader.ts';
import { offsetsPartitionName } from './group-reader.ts';
import { batchesBetween } from './reader.ts';
import type { ClusterReader } from './reader.ts';

/** Where a partition would be read from by whoever takes it over now, and what says so. */
export interface StartFacts {
  readonly offset: number;
  readonly by: 'committed' | 'earliest' | 'latest' | 'nobody';
}

/** How far a group is with a partition. */
export interface GroupOffsetFacts {
  readonly partition: string;
  /** As the partition's leader has them; -1 without a leader. */
  readonly logStartOffset: number;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logEndOffset: number;
  readonly committed: CommittedFacts | null;
  /** The client that reads it; null: nobody. */
  readonly owner: string | null;
  /** What poll() returns next to the owner; -1: it has none. */
  readonly position: number;
  /** The first record that the owner's program has not finished; -1 without an owner or a position. */
  readonly unfinishedOffset: number;
  readonly start: StartFacts;
}

/** A record of a group in its partition of `__consumer_offsets`. */
export interface GroupRecordFacts {
  readonly offset: number;
  readonly kind: string;
  /** As the log has them, in JSON; a value of null is a tombstone. */
  readonly key: string;
  readonly value: string | null;
  readonly timestamp: number;
  /** Of an offset commit: which partition, and up to where. */
  readonly partition: string | null;
  readonly committedOffset: number;
  /** Whether it lies below the high watermark: only then is the commit answered. */
  readonly isCommitted: boolean;
}

/** A group's clients, by name: those that run and those that do not. */
export function clientsOfGroup(cluster: Cluster, groupId: string): readonly { readonly name: string; readonly process: ConsumerProcess }[] {
  return [...cluster.clients.all()].flatMap(({ name, kind }) => {
    const process = kind === 'consumer' ? cluster.consumer(name) : null;
    return process !== null && process.program.configs['group.id'] === groupId ? [{ name, process }] : [];
  });
}

/** A znode in which an offset of a group is kept. */
export interface ZnodeFacts {
  readonly path: string;
  readonly partition: string;
  readonly offset: number;
  /** How often it was written since it was made. */
  readonly version: number;
  readonly modifiedMillis: number;
}

/** A group whose offsets are in ZooKeeper: nobody coordinates it. */
export interface ZooKeeperGroupFacts {
  readonly groupId: string;
  readonly committed: readonly CommittedFacts[];
  readonly znodes: readonly ZnodeFacts[];
  /** Writes of all groups since the beginning, those that wait, and what each takes. */
  readonly writeCount: number;
  readonly waitingCount: number;
  readonly writeMicros: Micros;
}

/** The groups of consumers of Kafka 0.8, by name. */
export function zooKeeperGroupsOf(reader: ClusterReader): readonly ZooKeeperGroupFacts[] {
  const { cluster } = reader;
  const { zooKeeper } = cluster;
  if (zooKeeper === null) return [];
  const ids = new Set<string>();
  for (const { name, kind } of cluster.clients.all()) {
    const program = kind === 'consumer' ? cluster.consumer(name)?.program : undefined;
    const groupId = program?.configs['group.id'];
    if (program !== undefined && program.offsetsIn !== null && groupId !== undefined) ids.add(groupId);
  }
  const partitions = reader.partitions().map(({ name }) => name);
  return [...ids].sort().map((groupId) => {
    const znodes = partitions.flatMap((partition): readonly ZnodeFacts[] => {
      const path = offsetPath(groupId, partition);
      const znode = zooKeeper.znodes.get(path);
      if (znode === undefined) return [];
      return [{ path, partition, offset: Number(znode.data), version: znode.version, modifiedMillis: znode.modifiedMillis }];
    });
    const committed = znodes.map(({ partition, offset }) => ({ partition, offset, leaderEpoch: -1, metadata: '', recordOffset: -1 }));
    return { groupId, committed, znodes, writeCount: zooKeeper.writeCount, waitingCount: zooKeeper.waitingCount, writeMicros };
  });
}

/** Every partition that a group has committed for, reads, or subscribes to, by name and index. */
export function groupOffsetsOf(reader: ClusterReader, group: Pick<GroupFacts, 'groupId' | 'committed'>): readonly GroupOffsetFacts[] {
  const { cluster } = reader;
  const clients = clientsOfGroup(cluster, group.groupId);
  const committed = new Map(group.committed.map((facts) => [facts.partition, facts]));
  const owners = new Map<string, { readonly name: string; readonly process: ConsumerProcess }>();
  for (const client of clients)
    for (const [partition] of client.process.consumer?.subscriptions.states() ?? []) owners.set(partition, client);
  const topics = new Set(clients.flatMap(({ process }) => process.program.subscribe));
  const [first] = clients;
  const found: GroupOffsetFacts[] = [];
  for (const facts of reader.partitions()) {
    const { name } = facts;
    const own = committed.get(name) ?? null;
    const owner = owners.get(name);
    if (own === null && owner === undefined && !topics.has(facts.topic)) continue;
    const log = reader.leader(facts)?.log ?? null;
    const offsets = {
      logStartOffset: log?.logStartOffset ?? -1,
      highWatermark: log?.highWatermark ?? -1,
      lastStableOffset: log?.lastStableOffset ?? -1,
      logEndOffset: log?.logEndOffset ?? -1,
    };
    const position = owner?.process.consumer?.subscriptions.stateOf(name)?.position?.offset ?? -1;
    found.push({
      partition: name,
      ...offsets,
      committed: own,
      owner: owner?.name ?? null,
      position,
      unfinishedOffset:
        owner === undefined || position < 0 ? -1 : unfinishedOffset(owner.process, name, position, cluster.kernel.nowMicros),
      start: startOf(own, (owner ?? first)?.process ?? null, offsets),
    });
  }
  return found;
}

/** The first record of a partition that a program has not finished: the position, unless it still works on what poll() gave it. */
function unfinishedOffset({ processing }: ConsumerProcess, partition: string, position: number, nowMicros: Micros): number {
  if (processing === null) return position;
  let rest = processing.processedCount(nowMicros);
  for (const records of processing.records) {
    for (const { batch, firstIndex, count } of records.ranges) {
      if (records.partition === partition && rest < count) return batch.offsetOf(firstIndex + Math.max(rest, 0));
      rest -= count;
    }
  }
  return position;
}

function startOf(
  committed: CommittedFacts | null,
  process: ConsumerProcess | null,
  { logStartOffset, highWatermark }: Pick<GroupOffsetFacts, 'logStartOffset' | 'highWatermark'>,
): StartFacts {
  if (committed !== null) return { offset: committed.offset, by: 'committed' };
  const reset = process?.consumer?.settings.autoOffsetReset.kind ?? process?.program.configs['auto.offset.reset'] ?? 'latest';
  if (reset === 'earliest') return { offset: logStartOffset, by: 'earliest' };
  return reset === 'latest' ? { offset: highWatermark, by: 'latest' } : { offset: -1, by: 'nobody' };
}

/** The newest records of a group in its partition of `__consumer_offsets`, as its coordinator has them, newest first. */
export function groupRecordsOf(
  reader: ClusterReader,
  group: Pick<GroupFacts, 'groupId' | 'coordinator' | 'offsetsPartition'>,
  most: number,
): readonly GroupRecordFacts[] {
  const log = reader.log(group.coordinator, offsetsPartitionName(group.offsetsPartition));
  if (log === null) return [];
  const found: GroupRecordFacts[] = [];
  // Other groups may share the partition: what is looked through is bounded too.
  const batches = batchesBetween(log, log.logEndOffset - most * 8, log.logEndOffset);
  for (const batch of [...batches].reverse()) {
    for (let i = batch.records.count - 1; i >= 0; i--) {
      const { key, value, timestamp } = batch.records.at(i);
      const record = recordOfText({ key, value });
      if (key === null || record === null || groupOfKey(record.key) !== group.groupId) continue;
      const offset = batch.offsetOf(i);
      const isOffset = record.kind === 'OFFSET_COMMIT';
      found.push({
        offset,
        kind: record.kind,
        key,
        value,
        timestamp,
        partition: isOffset ? `${record.key.topic}-${String(record.key.partition)}` : null,
        committedOffset: isOffset ? (record.value?.offset ?? -1) : -1,
        isCommitted: offset < log.highWatermark,
      });
      if (found.length === most) return found;
    }
  }
  return found;
}

function groupOfKey(key: { readonly group: string } | { readonly groupId: string }): string {
  return 'group' in key ? key.group : key.groupId;
}
