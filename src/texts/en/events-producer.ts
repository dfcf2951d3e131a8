import type { EventTexts } from '../types.ts';

/** What a producer does, in words. */
export const producerEvents = {
  recordSent: {
    what: '{who} puts {count} {count|record|records} into a batch for {partition}.',
    why: 'send() only fills a batch. It leaves when it is full or linger.ms has passed.',
  },
  sendBlocked: {
    what: 'send() to {topic} waits for {reason}.',
    why: 'Without metadata of the topic, or with buffer.memory used up, the caller stands still for at most max.block.ms.',
  },
  batchSent: {
    what: '{who} sends {count} {count|record|records} for {partition} to broker {leader}{baseSequence?, sequence {baseSequence} on}.',
    why: 'The sender takes one batch of each partition that a broker leads, up to max.in.flight.requests.per.connection requests.',
  },
  batchAcknowledged: {
    what: '{partition}: {count} {count|record|records} {baseOffset?acknowledged, from offset {baseOffset} on}{baseOffset!gone without an ack}, after {waitedMillis} ms.',
    why: 'The callbacks run now. They promise what acks asked for and no more: every in-sync replica, the leader alone, or nothing.',
  },
  batchRetried: {
    what: '{partition}: {who} will send a batch again, attempt {attempt} failed: {error}{errorWords? ({errorWords})}.',
    why: 'The error may pass. The broker may have the batch already: only idempotence keeps a second copy out.',
  },
  batchSplit: {
    what: '{partition}: a batch of {count} records was too large. It goes on in {parts} {parts|part|parts}.',
    why: 'MESSAGE_TOO_LARGE on several records splits the batch. A single record that is too large fails.',
  },
  batchExpired: {
    what: '{partition}: {count} {count|record|records} gave up after {waitedMillis} ms.',
    why: 'delivery.timeout.ms runs from the first record of a batch.{wasSent? This batch was sent, so it may be in the log all the same.}',
  },
  sendFailed: {
    what: '{partition}: {count} {count|record|records} failed with {exception}.',
    why: 'The callback has the exception, and a program that ignores it never notices. Kafka says: {message}',
  },
  producerIdAssigned: {
    what: '{who} has producer id {producerId}, epoch {producerEpoch}.',
    why: 'By the id and a sequence number a broker recognises a batch that it has already. Both last as long as this producer.',
  },
  producerEpochBumped: {
    what: '{who} raises its producer epoch to {producerEpoch}. Sequences begin at 0 again.',
    why: 'A batch failed for good, so its sequence will never come. The new epoch lets later batches pass (KIP-360).',
  },
  flushReturned: {
    what: 'flush() of {who} returns: whatever waited has its result.',
    why: 'A flush makes every batch leave at once, whatever linger.ms says. A result may be an exception.',
  },
  producerClosed: {
    what: '{who} is closed. {failedCount} {failedCount|record|records} failed while it lived.',
    why: 'close() sends what still waits. A process that ends without it loses what is buffered, and no callback runs.',
  },
  interceptorCalled: {
    what: '{who} calls {call} of the interceptor {interceptor}{isFailing?, which throws}.',
    why: 'Interceptors are called in the order of interceptor.classes. What one throws is logged: the record goes on as it was.',
  },
} as const satisfies EventTexts;
