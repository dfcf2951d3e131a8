import { defineEvent } from '../../kernel/event.ts';

/** A log began a new segment: the one before will not change any more, and may be deleted or cleaned. */
export const segmentRolled = defineEvent({
  name: 'segmentRolled',
  level: 'detail',
  fields: { partition: 'partition', baseOffset: 'offset', previousBaseOffset: 'offset', previousSizeBytes: 'bytes', segmentCount: 'count' },
  source: 'UnifiedLog.roll',
  interest: 1,
});

/** Retention took whole segments from a log's front. */
export const segmentsDeleted = defineEvent({
  name: 'segmentsDeleted',
  level: 'milestone',
  fields: { partition: 'partition', reason: 'name', segmentCount: 'count', sizeBytes: 'bytes', logStartOffset: 'offset' },
  source: 'UnifiedLog.deleteOldSegments',
});

/** Renamed files went for good, file.delete.delay.ms after their segments. */
export const segmentFilesDeleted = defineEvent({
  name: 'segmentFilesDeleted',
  level: 'detail',
  fields: { partition: 'partition', fileCount: 'count' },
  source: 'LocalLog.deleteSegmentFiles (file.delete.delay.ms)',
});

/** The cleaner rewrote a log's segments without the records that later ones replaced. */
export const logCleaned = defineEvent({
  name: 'logCleaned',
  level: 'milestone',
  fields: { partition: 'partition', firstDirtyOffset: 'offset', endOffset: 'offset', sizeBeforeBytes: 'bytes', sizeAfterBytes: 'bytes' },
  source: 'Cleaner.doClean, LogCleaner.CleanerThread',
});

/** A log was written to disk because flush.ms had passed, and its recovery point moved. */
export const logFlushed = defineEvent({
  name: 'logFlushed',
  level: 'detail',
  fields: { partition: 'partition', previousRecoveryPoint: 'offset', recoveryPoint: 'offset' },
  source: 'LogManager.flushDirtyLogs (flush.ms, log.flush.scheduler.interval.ms)',
});

/** A bit turned over in a batch on the disk; nobody has noticed yet. */
export const bitRotted = defineEvent({
  name: 'bitRotted',
  level: 'milestone',
  fields: { partition: 'partition', offset: 'offset' },
  source: 'you',
  interest: 2,
});

/** Every event of a broker's disk that is not part of a request. */
export const storageEvents = [segmentRolled, segmentsDeleted, segmentFilesDeleted, logCleaned, logFlushed, bitRotted] as const;
