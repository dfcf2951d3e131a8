import type { Row } from '../../contract/engine-api.ts';
import { groupsOf, offsetsPartitionName } from '../../engine/kafka/group-reader.ts';
import type { GroupFacts } from '../../engine/kafka/group-reader.ts';
import { groupOffsetsOf, zooKeeperGroupsOf } from '../../engine/kafka/offset-reader.ts';
import type { GroupOffsetFacts, ZooKeeperGroupFacts } from '../../engine/kafka/offset-reader.ts';
import { batchesBetween } from '../../engine/kafka/reader.ts';
import type { ClusterReader } from '../../engine/kafka/reader.ts';
import { commitRecordRows, commitsOnTheWay, committerRows } from './projection/commits.ts';
import type { OffsetCellsRow, OffsetGroupRow, OffsetRow, OffsetsTables, ZnodeRow, ZooKeeperRow } from './rows.ts';

type Query = Readonly<Record<string, string | number | boolean | null>>;

const defaultCellCount = 30;
/** The window of cells moves by whole steps, when the log end leaves it. */
const windowStep = 5;

/** How far groups are, and what their commits became: named and joined from logs, clients and coordinators; nothing of Kafka's computed. */
export const offsetsProjection = {
  name: 'offsets',
  tables: [
    'offsets.groups',
    'offsets.partitions',
    'offsets.cells',
    'offsets.records',
    'offsets.commits',
    'offsets.committers',
    'offsets.znodes',
    'offsets.zookeeper',
  ] as const satisfies readonly (keyof OffsetsTables)[],

  project(reader: ClusterReader, query: Query): Readonly<Record<keyof OffsetsTables, readonly Row[]>> {
    const groups = [...groupsOf(reader.cluster), ...zooKeeperGroupsOf(reader)].sort(byId);
    const shown = groups.find(({ groupId }) => groupId === query['group']) ?? groups[0];
    const offsets = shown === undefined ? [] : groupOffsetsOf(reader, shown);
    const focus = offsets.find(({ partition }) => partition === query['focus']) ?? offsets[0];
    const asked = query['cellCount'];
    const cellCount = typeof asked === 'number' && asked > 0 ? Math.min(asked, 120) : defaultCellCount;
    return {
      'offsets.groups': groups.map((group) => groupRow(reader, group, shown?.groupId ?? '')),
      'offsets.partitions': offsets.map((facts) => offsetRow(facts, facts === focus)),
      'offsets.cells': focus === undefined ? [] : [cellsRow(reader, focus, cellCount)],
      'offsets.records': shown === undefined || 'znodes' in shown ? [] : commitRecordRows(reader, shown),
      'offsets.commits': shown === undefined ? [] : commitsOnTheWay(reader, shown.groupId),
      'offsets.committers': shown === undefined ? [] : committerRows(reader, shown.groupId),
      'offsets.znodes': shown === undefined || !('znodes' in shown) ? [] : znodeRows(reader, shown),
      'offsets.zookeeper': shown === undefined || !('znodes' in shown) ? [] : [zooKeeperRow(shown)],
    };
  },
};

function byId(one: { readonly groupId: string }, other: { readonly groupId: string }): number {
  return one.groupId < other.groupId ? -1 : one.groupId > other.groupId ? 1 : 0;
}

function groupRow(reader: ClusterReader, group: GroupFacts | ZooKeeperGroupFacts, shown: string): OffsetGroupRow {
  const { groupId } = group;
  if ('znodes' in group) return { ...nowhere, id: groupId, isShown: groupId === shown, storage: 'zookeeper' };
  const { coordinator, offsetsPartition } = group;
  const log = reader.log(coordinator, offsetsPartitionName(offsetsPartition));
  return {
    id: groupId,
    isShown: groupId === shown,
    storage: 'kafka',
    coordinator,
    offsetsPartition,
    logEndOffset: log?.logEndOffset ?? -1,
    highWatermark: log?.highWatermark ?? -1,
  };
}

const nowhere = { coordinator: -1, offsetsPartition: -1, logEndOffset: -1, highWatermark: -1 };

function znodeRows({ cluster }: ClusterReader, { znodes }: ZooKeeperGroupFacts): readonly ZnodeRow[] {
  const { epochMillis } = cluster.kernel;
  return znodes.map(({ path, partition, offset, version, modifiedMillis }) => {
    return { id: path, partition, offset, version, micros: (modifiedMillis - epochMillis) * 1000 };
  });
}

function zooKeeperRow({ writeCount, waitingCount, writeMicros }: ZooKeeperGroupFacts): ZooKeeperRow {
  return { id: 'zookeeper', writeCount, waitingCount, writeMicros };
}

function offsetRow(facts: GroupOffsetFacts, isFocused: boolean): OffsetRow {
  const { partition, owner, logStartOffset, committed, position, unfinishedOffset, highWatermark, logEndOffset, start } = facts;
  const committedOffset = committed?.offset ?? -1;
  return {
    id: partition,
    isFocused,
    owner: owner ?? '',
    logStartOffset,
    committedOffset,
    recordOffset: committed?.recordOffset ?? -1,
    position,
    unfinishedOffset,
    highWatermark,
    logEndOffset,
    lag: committedOffset < 0 || highWatermark < 0 ? -1 : Math.max(0, highWatermark - committedOffset),
    startOffset: start.offset,
    startBy: start.by,
  };
}

function cellsRow(reader: ClusterReader, facts: GroupOffsetFacts, cellCount: number): OffsetCellsRow {
  const { partition, logEndOffset, logStartOffset } = facts;
  const beyond = logEndOffset - cellCount;
  const firstOffset = Math.max(beyond <= 0 ? 0 : Math.ceil(beyond / windowStep) * windowStep, 0);
  const found = reader.partition(partition);
  const log = found === null ? null : (reader.leader(found)?.log ?? null);
  const keys: string[] = [];
  if (log === null) return { id: partition, firstOffset, keys };
  for (const batch of batchesBetween(log, Math.max(firstOffset, logStartOffset), logEndOffset)) {
    for (let i = 0; i < batch.records.count; i++) {
      const at = batch.offsetOf(i) - firstOffset;
      if (at >= 0) keys[at] = batch.records.at(i).key ?? '';
    }
  }
  return { id: partition, firstOffset, keys: Array.from(keys, (key) => key) };
}
