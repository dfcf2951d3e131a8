import type { LessonResult } from '../../contract/lesson.ts';
import { directoryFileNames } from '../kafka/log/log-files.ts';
import type { LogSegment } from '../kafka/log/log-segment.ts';
import type { PartitionLog } from '../kafka/log/partition-log.ts';
import { searchOffset } from '../kafka/log/segment-search.ts';
import { batchesBetween } from '../kafka/reader.ts';

/** A replica's log by the names that lessons use; null: no such field. */
export function logField(log: PartitionLog, field: string): LessonResult {
  const { segments } = log.localLog;
  switch (field) {
    case 'hw':
    case 'hwOf':
      return log.highWatermark;
    case 'leo':
    case 'leoOf':
      return log.logEndOffset;
    case 'lso':
      return log.lastStableOffset;
    case 'logStart':
    case 'logStartOf':
      return log.logStartOffset;
    case 'segmentsOf':
      return segments.length;
    case 'filesOf':
      return segments.map(fileName);
    case 'basesOf':
      return segments.map(({ baseOffset }) => baseOffset);
    case 'entriesOf':
      return segments.map(({ offsetIndex }) => offsetIndex.entries);
    case 'directoryOf':
      return directoryFileNames(log);
    case 'sizeOf':
      return log.sizeBytes;
    default:
      return contentField(log, field);
  }
}

function contentField(log: PartitionLog, field: string): LessonResult {
  switch (field) {
    case 'batchesOf':
      return batchesOf(log).length;
    case 'offsetsOf':
      return recordsOf(log).map(({ offset }) => offset);
    case 'keysOf':
      return recordsOf(log).map(({ key }) => key ?? '');
    case 'valuesOf':
      return recordsOf(log).map(({ value }) => value ?? '');
    default:
      return null;
  }
}

const batchesOf = (log: PartitionLog): ReturnType<typeof batchesBetween> => batchesBetween(log, log.logStartOffset, log.logEndOffset);
const fileName = ({ baseOffset }: LogSegment): string => `${String(baseOffset).padStart(20, '0')}.log`;

/** A record as lessons count it. */
export interface KeptRecord {
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
}

/** The records that a log has now, oldest first; what compaction removed is missing. */
export function recordsOf(log: PartitionLog): readonly KeptRecord[] {
  return batchesOf(log).flatMap((batch) =>
    Array.from({ length: batch.count }, (_, at) => ({
      offset: batch.offsetOf(at),
      key: batch.records.at(at).key,
      value: batch.records.at(at).value,
    })),
  );
}

/**
 * How a log finds an offset, as a fetch does: the segment, the slot of its index, the byte to scan from, the batch headers that are read,
 * and the byte where the batch begins. Null outside the log. Source: LogSegment.translateOffset.
 */
export function lookupField(log: PartitionLog, offset: number, field: string): LessonResult {
  const segment = [...log.localLog.segments].reverse().find(({ baseOffset }) => baseOffset <= offset);
  if (segment === undefined || offset < log.logStartOffset || offset >= log.logEndOffset) return null;
  const found = searchOffset(segment, offset);
  switch (field) {
    case 'segment':
      return segment.baseOffset;
    case 'file':
      return fileName(segment);
    case 'entries':
      return segment.offsetIndex.entries;
    case 'slot':
      return found.slot;
    case 'startByte':
      return found.position;
    case 'scanned':
      return found.index - found.firstIndex + 1;
    case 'byte':
      return segment.batches.positionAt(found.index);
    default:
      return segment.batches.at(found.index).baseOffset;
  }
}
