import type { EventTexts } from '../types.ts';

/** What happens to the files of a log by the clock. */
export const storageEvents = {
  segmentRolled: {
    what: '{partition}: a new segment begins at {baseOffset}. The one from {previousBaseOffset} is full, {previousSizeBytes} bytes.',
    why: 'Only the last segment is written to. Retention and the cleaner take whole segments, and never the active one of a compacted topic.',
  },
  segmentsDeleted: {
    what: '{partition}: {segmentCount} {segmentCount|segment goes|segments go}, {sizeBytes} bytes, by the rule {reason}. The log now starts at {logStartOffset}.',
    why: 'A segment goes when all of it breaks the rule and lies below the high watermark. The first one that may stay protects all behind it.',
  },
  segmentFilesDeleted: {
    what: '{partition}: {fileCount} {fileCount|file|files} named .deleted {fileCount|is|are} gone from the disk.',
    why: "A deleted segment's files are first renamed, so that who still reads them can finish. They go after file.delete.delay.ms.",
  },
  logCleaned: {
    what: '{partition}: cleaned from {firstDirtyOffset} to {endOffset}. {sizeBeforeBytes} bytes became {sizeAfterBytes}.',
    why: 'Of each key the last value stays, at its offset. The log was dirtier than min.cleanable.dirty.ratio, or max.compaction.lag.ms had passed.',
  },
  logFlushed: {
    what: '{partition}: flushed. The recovery point moves from {previousRecoveryPoint} to {recoveryPoint}.',
    why: 'flush.ms had passed. By default Kafka leaves this to the operating system: copies on other brokers protect records, not the disk.',
  },
  bitRotted: {
    what: "{partition}: a bit of the batch at {offset} turns over on {who}'s disk.",
    why: 'Nobody has read it yet. A recovery cuts the log there, a follower asks again, and a consumer with check.crcs refuses the batch.',
  },
} as const satisfies EventTexts;
