import type { ClusterReader } from '../../../engine/kafka/reader.ts';
import type { StorageFileRow, StorageLogRow, StorageSegmentRow } from '../rows.ts';
import type { StorageView } from './view.ts';

/** More segments than that are not told apart on a screen: the newest are shown. */
const segmentsMax = 200;

/** The log, its marks and its settings. */
export function logRow(reader: ClusterReader, view: StorageView): StorageLogRow {
  const { log, live, segment, broker, partition } = view;
  const { segments } = log.localLog;
  const active = segments[segments.length - 1];
  const first = active?.firstBatchTimestamp ?? null;
  const facts = live === null ? null : reader.partition(partition);
  return {
    id: 'log',
    source: live === null ? 'files' : 'broker',
    partition,
    broker,
    brokers: view.brokers,
    allPartitions: reader.partitions().map(({ name }) => name),
    leader: facts?.registration.leader ?? -1,
    isUp: broker >= 0 && reader.isUp(broker),
    nowMillis: broker < 0 ? -1 : reader.disks.nowMillis(broker),
    logStartOffset: log.logStartOffset,
    recoveryPoint: live?.recoveryPoint ?? -1,
    flushedOffset: live?.flushedOffset ?? -1,
    highWatermark: live?.highWatermark ?? -1,
    logEndOffset: log.logEndOffset,
    logStartByte: byteOf(view, log.logStartOffset),
    recoveryPointByte: live === null ? -1 : byteOf(view, live.recoveryPoint),
    flushedByte: live === null ? -1 : byteOf(view, live.flushedOffset),
    highWatermarkByte: live === null ? -1 : byteOf(view, live.highWatermark),
    sizeBytes: segments.reduce((size, each) => size + each.sizeBytes, 0),
    segmentCount: segments.length,
    cleanupPolicy: live === null ? '' : policyOf(live.config),
    indexIntervalBytes: live?.config.indexInterval ?? -1,
    isIndexPerAppend: live?.config.indexesPerAppend ?? false,
    segmentBytes: live?.config.segmentSize ?? -1,
    segmentMs: live?.config.maxSegmentMs ?? -1,
    rollDueMillis: live === null || active === undefined || first === null ? -1 : first + live.config.maxSegmentMs - active.rollJitterMs,
    activeSizeBytes: active?.sizeBytes ?? 0,
    shownSegment: segment?.baseOffset ?? -1,
    shownBatch: view.batchIndex,
    isLog: view.files?.isLog ?? true,
  };
}

/** Where an offset's batch begins in the bytes of all segments together. */
function byteOf({ log }: StorageView, offset: number): number {
  let before = 0;
  for (const segment of log.localLog.segments) {
    const index = segment.indexOfOffset(offset);
    if (index < segment.batches.count) return before + segment.batches.positionAt(index);
    before += segment.sizeBytes;
  }
  return before;
}

function policyOf(config: { readonly compact: boolean; readonly delete: boolean }): string {
  return [config.compact ? 'compact' : '', config.delete ? 'delete' : ''].filter((word) => word !== '').join(',');
}

/** The directory, or the files that were handed in. */
export function fileRows(reader: ClusterReader, view: StorageView): readonly StorageFileRow[] {
  const files =
    view.files?.files.map((file) => ({ ...file, usedBytes: file.sizeBytes })) ?? reader.disks.directory(view.broker, view.partition);
  return files.map(({ name, sizeBytes, usedBytes }, order) => ({
    id: name,
    order,
    sizeBytes,
    usedBytes,
    segment: /^\d{20}\./.test(name) ? Number(name.slice(0, 20)) : -1,
    isDeleted: name.endsWith('.deleted'),
  }));
}

/** The segments, oldest first. */
export function segmentRows({ log }: StorageView): readonly StorageSegmentRow[] {
  const { segments } = log.localLog;
  const rows = segments.map((segment, index): StorageSegmentRow => ({
    id: String(segment.baseOffset),
    baseOffset: segment.baseOffset,
    nextOffset: segments[index + 1]?.baseOffset ?? log.logEndOffset,
    sizeBytes: segment.sizeBytes,
    batchCount: segment.batches.count,
    isActive: index === segments.length - 1,
    largestTimestamp: segment.largestTimestamp,
    indexEntries: segment.offsetIndex.entries,
    timeIndexEntries: segment.timeIndex.entries,
    hasIndex: segment.hasOffsetIndexFile,
    trailingBytes: segment.trailing?.sizeBytes ?? 0,
  }));
  return rows.slice(-segmentsMax);
}
