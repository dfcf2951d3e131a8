import { TimerItem } from '../../kernel/items.ts';
import type { NodeId } from '../../kernel/units.ts';
import { TaskTimer } from '../broker/timers.ts';
import type { BrokerTask } from '../broker/timers.ts';
import { CostModel, costFacts } from '../hardware/cost-model.ts';
import type { CostFacts } from '../hardware/cost-model.ts';
import type { Hardware } from '../hardware/hardware.ts';
import { isDirtyEnough } from '../log/cleaner/cleanable.ts';
import type { CleanerStats, CleaningFate } from '../log/cleaner/cleaner.ts';
import { forecastCleaning } from '../log/cleaner/cleaner.ts';
import type { Codecs } from '../log/codecs.ts';
import { encodeBatch } from '../log/batch-encoder.ts';
import { directoryFileNames, encodeSmallFiles } from '../log/log-files.ts';
import type { LogSegment } from '../log/log-segment.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import { segmentFileName } from '../log/segment-file-names.ts';
import type { SegmentFileKind } from '../log/segment-file-names.ts';
import type { ClusterReader } from '../reader.ts';
import { layoutOf } from './batch-layout.ts';
import type { BatchLayout } from './batch-layout.ts';
import { retentionOutlook } from './retention-outlook.ts';
import type { RetentionOutlook } from './retention-outlook.ts';

/** A file of a partition's directory. */
export interface DirectoryFile {
  readonly name: string;
  /** What the directory listing says: an index is as long as it was preallocated. */
  readonly sizeBytes: number;
  /** How many of them hold something. */
  readonly usedBytes: number;
}

/** A batch as it lies in its file. */
export interface BatchBytes {
  readonly bytes: Uint8Array;
  readonly layout: BatchLayout;
}

/** Records that are taken apart in a batch; more than that nobody reads. */
const layoutRecordsMax = 20_000;

/** What of a broker's disk only a picture of it needs. Reads, and changes nothing. */
export class StorageReader {
  private readonly reader: ClusterReader;

  constructor(reader: ClusterReader) {
    this.reader = reader;
  }

  /** The brokers that have a log of a partition on their disk, in order. */
  brokersOf(name: string): readonly NodeId[] {
    const { cluster } = this.reader;
    return cluster.brokerIds.filter((id) => cluster.broker(id)?.disk.logs.has(name) === true);
  }

  /** The machine of a broker; null where nothing costs anything. */
  hardware(broker: NodeId): Hardware | null {
    return this.reader.cluster.broker(broker)?.hardware ?? null;
  }

  /** What the parts of its machine cost; where nothing costs anything, what they would if they did. */
  costs(broker: NodeId): readonly CostFacts[] {
    return costFacts(this.hardware(broker)?.costs ?? new CostModel({}));
  }

  /** Every file of a log, as a listing of its directory has it. */
  directory(broker: NodeId, name: string): readonly DirectoryFile[] {
    const directory = this.reader.cluster.broker(broker)?.disk.logs.get(name);
    if (directory === undefined) return [];
    const { log, topicId } = directory;
    const sizes = sizesOf(log);
    const others = encodeSmallFiles(log, topicId);
    return directoryFileNames(log).map((file) => {
      const found = sizes.get(file);
      const sizeBytes = found?.sizeBytes ?? others.get(file)?.length ?? -1;
      return { name: file, sizeBytes, usedBytes: found?.usedBytes ?? sizeBytes };
    });
  }

  /** What retention would do next; the log's own rules say it. */
  retention(broker: NodeId, log: PartitionLog): RetentionOutlook {
    return retentionOutlook(log, this.nowMillis(broker));
  }

  /**
   * Forecasts a cleaning of a compacted log that would begin now, whether it is dirty enough or not; null for other logs, and when there is
   * nothing that could be cleaned.
   */
  cleaning(broker: NodeId, name: string, onRecord: (offset: number, fate: CleaningFate, replacedBy: number) => void): CleanerStats | null {
    const process = this.reader.cluster.broker(broker);
    const log = this.reader.log(broker, name);
    if (process === null || log === null) return null;
    const nowMillis = this.nowMillis(broker);
    const cleanable = process.disk.cleaner.dirtiness(log, nowMillis);
    if (cleanable === null || cleanable.totalBytes === 0) return null;
    const { offsetMapSlots, logCleanerLoadFactor: loadFactor } = process.settings;
    return forecastCleaning(cleanable, { offsetMapSlots, loadFactor }, nowMillis, onRecord);
  }

  /** Whether the cleaner's next turn would take this log up, were it the dirtiest. */
  isCleaningDue(broker: NodeId, name: string): boolean {
    const log = this.reader.log(broker, name);
    const found = log === null ? null : (this.reader.cluster.broker(broker)?.disk.cleaner.dirtiness(log, this.nowMillis(broker)) ?? null);
    return found !== null && isDirtyEnough(found);
  }

  /** When a broker does something by its clock next; -1 when it does not run. */
  nextTaskMillis(broker: NodeId, task: BrokerTask): number {
    const { kernel } = this.reader.cluster;
    const { incarnation, isProcessUp } = kernel.node(broker);
    if (!isProcessUp) return -1;
    for (const { atMicros, payload } of kernel.scheduler.pending()) {
      if (!(payload instanceof TimerItem) || payload.node !== broker || payload.incarnation !== incarnation) continue;
      if (payload.timer instanceof TaskTimer && payload.timer.task === task) {
        return this.nowMillis(broker) + Math.max(0, Math.round((atMicros - kernel.nowMicros) / 1000));
      }
    }
    return -1;
  }

  /** The broker's clock. */
  nowMillis(broker: NodeId): number {
    return this.reader.cluster.broker(broker)?.context.nowMillis ?? 0;
  }
}

/** The bytes of a segment's batch, taken apart. */
export function batchBytesAt(segment: LogSegment, index: number, codecs: Codecs): BatchBytes {
  const batch = segment.batches.at(index);
  // What came from a file is shown as it is; what a leader took in carries its stamp.
  const bytes = (segment.isUnchecked ? batch.records.rawBytes : null) ?? encodeBatch(batch);
  return { bytes, layout: layoutOf(bytes, codecs, layoutRecordsMax) };
}

function sizesOf(log: PartitionLog): ReadonlyMap<string, { readonly sizeBytes: number; readonly usedBytes: number }> {
  const sizes = new Map<string, { readonly sizeBytes: number; readonly usedBytes: number }>();
  for (const segment of log.segments) {
    const nameOf = (kind: SegmentFileKind): string => segmentFileName(segment.baseOffset, kind);
    sizes.set(nameOf('log'), { sizeBytes: segment.sizeBytes, usedBytes: segment.sizeBytes });
    sizes.set(nameOf('index'), { sizeBytes: segment.offsetIndex.fileSizeBytes, usedBytes: segment.offsetIndex.entries * 8 });
    sizes.set(nameOf('timeindex'), { sizeBytes: segment.timeIndex.fileSizeBytes, usedBytes: segment.timeIndex.entries * 12 });
  }
  return sizes;
}
