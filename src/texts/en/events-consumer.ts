import type { EventTexts } from '../types.ts';

/** What a consumer without a group does, in words. */
export const consumerEvents = {
  recordsDelivered: {
    what: 'poll() returned {recordCount} records of {partition}, offsets {firstOffset} to {lastOffset}.',
    why: 'The position moves past records when poll() returns them, not when they are processed. Lag now: {lag}.',
  },
  offsetReset: {
    what: 'The consumer starts {partition} at offset {offset} ({strategy}).',
    why: 'It had no position, or one that the log does not have. auto.offset.reset, or a seek to an end, decides then.',
  },
  truncationDetected: {
    what: 'The leader of {partition} does not have what was read: position {fromOffset} moves to {toOffset}.',
    why: 'The consumer asked the new leader where the epoch of its last record ends. The log parted before the position (KIP-320).',
  },
  fetchFailed: {
    what: 'A fetch of {partition} at offset {fetchOffset} was refused: {error}.',
    why: 'The broker does not lead the partition, or cannot serve that offset. Most refusals make the consumer ask for metadata.',
  },
  positionChanged: {
    what: 'The program moved to offset {offset} of {partition}.',
    why: 'seek() asks no broker. Records that were fetched from the old position are dropped.',
  },
  consumerError: {
    what: 'The consumer threw {exception}: {message}',
    why: 'What the client cannot solve by trying again reaches the program. Without a catch the program ends.',
  },
} as const satisfies EventTexts;
