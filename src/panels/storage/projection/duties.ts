import type { ClusterReader } from '../../../engine/kafka/reader.ts';
import type { PartitionLog } from '../../../engine/kafka/log/partition-log.ts';
import { unwrittenPart } from '../../../engine/kafka/storage/power-loss.ts';
import type { StorageMemoryRow, StorageRetentionRow } from '../rows.ts';
import type { StorageView } from './view.ts';

/** What is in memory alone, and who else has it. */
export function memoryRow(reader: ClusterReader, view: StorageView, live: PartitionLog): StorageMemoryRow {
  const part = unwrittenPart(live);
  const others = view.brokers.filter((broker) => broker !== view.broker);
  const holders = others.filter((broker) => (reader.log(broker, view.partition)?.logEndOffset ?? -1) >= live.logEndOffset);
  return {
    id: 'memory',
    ...part,
    holders,
    safeHolders: holders.filter((broker) => (reader.log(broker, view.partition)?.flushedOffset ?? -1) >= live.logEndOffset),
  };
}

/** What retention takes next, and why not now. */
export function retentionRow(reader: ClusterReader, view: StorageView, live: PartitionLog): StorageRetentionRow {
  const { disks } = reader;
  const { now, time, size } = disks.retention(view.broker, live);
  const { retentionMs, retentionSize, fileDeleteDelayMs, compact } = live.config;
  const filesDue = live.localLog.nextDeletionMillis;
  return {
    id: 'retention',
    nowReason: now?.reason ?? '',
    nowSegmentCount: now?.segmentCount ?? 0,
    timeHold: time.hold,
    timeDueMillis: time.dueMillis,
    sizeHold: size.hold,
    roomBytes: size.roomBytes,
    retentionMs,
    retentionBytes: retentionSize,
    fileDeleteDelayMs,
    // The cleaner's thread deletes the old segments of compacted logs.
    nextCheckMillis: disks.nextTaskMillis(view.broker, compact ? 'cleaner' : 'retention'),
    waitingFileCount: live.localLog.deletedFileNames.size,
    filesDueMillis: Number.isFinite(filesDue) ? filesDue : -1,
  };
}
