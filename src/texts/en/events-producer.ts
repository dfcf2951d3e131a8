import type { EventTexts } from '../types.ts';

/** What a producer does, in words. */
export const producerEvents = {
  recordSent: {
    what: '{count|A record waits|Records wait} in a batch for {partition}: {count}.',
    why: 'send() only puts the record into a batch. It leaves when the batch is full or linger.ms has passed.',
  },
  sendBlocked: {
    what: 'send() to {topic} waits for {reason}. {availableBytes} bytes of buffer memory are free.',
    why: 'Without metadata of the topic, or with buffer.memory used up, the caller stands still for up to max.block.ms.',
  },
  batchSent: {
    what: 'A batch of {count} {count|record|records} left for {partition} on broker {leader}: {sizeBytes} bytes, first sequence {baseSequence}.',
    why: 'The sender takes one batch of each partition a broker leads, while fewer than max.in.flight requests are unanswered.',
  },
  batchAcknowledged: {
    what: '{count} {count|record|records} of {partition} acknowledged from offset {baseOffset}, {waitedMillis} ms after the batch began.',
    why: 'The callbacks run now. What acks asked for has happened, no more: all in-sync replicas, the leader alone, or nothing.',
  },
  batchRetried: {
    what: 'A batch of {partition} goes back to be sent again: {error}. Attempt {attempt} failed.',
    why: 'The error may pass. The broker may have the batch already: only idempotence keeps a second copy out.',
  },
  batchSplit: {
    what: 'A batch of {count} records of {partition} was too large for the broker. It goes on as {parts} smaller {parts|one|ones}.',
    why: 'MESSAGE_TOO_LARGE on several records splits the batch. One record that is too large fails.',
  },
  batchExpired: {
    what: 'A batch of {partition} expired after {waitedMillis} ms: {count} {count|record|records}.',
    why: 'delivery.timeout.ms runs from the first record of a batch. A batch that was on its way may have been written all the same.',
  },
  sendFailed: {
    what: '{count} {count|record|records} of {partition} failed: {exception}. {message}',
    why: 'The callback has the exception. An application that ignores it loses the record without noticing.',
  },
  producerIdAssigned: {
    what: 'The producer has id {producerId}, epoch {producerEpoch}.',
    why: 'With it and a sequence for each batch a broker recognises what it has already. It lasts as long as this producer.',
  },
  producerEpochBumped: {
    what: 'The producer raised its epoch to {producerEpoch}; sequences begin at 0 again.',
    why: 'A batch failed for good, so its sequence will never come. A new epoch lets the next batches pass (KIP-360).',
  },
  flushReturned: {
    what: 'flush() returned: all that waited then has its result.',
    why: 'A flush makes every batch leave at once, whatever linger.ms says. A result may be an exception.',
  },
  producerClosed: {
    what: 'The producer is closed. {failedCount} {failedCount|record|records} failed while it lived.',
    why: 'close() sends what waits. A process that ends without it loses what is buffered, and no callback runs.',
  },
} as const satisfies EventTexts;
