import { defineEvent, defineRow } from '../../../kernel/event.ts';

/** Records have found their partition and wait in a batch. */
export const recordSent = defineEvent({
  name: 'recordSent',
  level: 'detail',
  fields: { partition: 'partition', count: 'count' },
  source: 'KafkaProducer.doSend',
});

/** The caller of send() waits: for metadata of the topic, or for buffer memory. */
export const sendBlocked = defineEvent({
  name: 'sendBlocked',
  level: 'detail',
  fields: { topic: 'topic', reason: 'name', availableBytes: 'bytes' },
  source: 'KafkaProducer.waitOnMetadata, BufferPool.allocate',
  interest: 1,
});

/** A batch leaves in a Produce request. */
export const batchSent = defineRow({
  name: 'batchSent',
  level: 'detail',
  fields: { partition: 'partition', leader: 'node', count: 'count', sizeBytes: 'bytes', baseSequence: 'count' },
  source: 'Sender.sendProduceRequest',
});

/** The callbacks of a batch's records have their offsets. */
export const batchAcknowledged = defineRow({
  name: 'batchAcknowledged',
  level: 'detail',
  fields: { partition: 'partition', count: 'count', baseOffset: 'offset', waitedMillis: 'millis' },
  source: 'Sender.completeBatch',
});

/** A batch goes back into its queue to be sent again. */
export const batchRetried = defineEvent({
  name: 'batchRetried',
  level: 'detail',
  fields: { partition: 'partition', count: 'count', error: 'error', attempt: 'count' },
  source: 'Sender.reenqueueBatch',
  interest: 1,
});

/** A batch was too large for the broker and goes on in parts. */
export const batchSplit = defineEvent({
  name: 'batchSplit',
  level: 'milestone',
  fields: { partition: 'partition', count: 'count', parts: 'count' },
  source: 'RecordAccumulator.splitAndReenqueue',
  interest: 1,
});

/** A batch has waited delivery.timeout.ms. */
export const batchExpired = defineEvent({
  name: 'batchExpired',
  level: 'milestone',
  fields: { partition: 'partition', count: 'count', waitedMillis: 'millis', wasSent: 'flag' },
  source: 'Sender.failExpiredBatches',
});

/** Records failed for good: their callbacks have an exception. */
export const sendFailed = defineEvent({
  name: 'sendFailed',
  level: 'milestone',
  fields: { partition: 'partition', count: 'count', error: 'error', exception: 'name', message: 'name' },
  source: 'Sender.failBatch, KafkaProducer.doSend',
});

/** An idempotent producer has its identity. */
export const producerIdAssigned = defineEvent({
  name: 'producerIdAssigned',
  level: 'milestone',
  fields: { producerId: 'count', producerEpoch: 'epoch' },
  source: 'TransactionManager.InitProducerIdHandler',
  interest: 1,
});

/** The epoch was raised without asking the cluster: sequences begin at 0 again. */
export const producerEpochBumped = defineEvent({
  name: 'producerEpochBumped',
  level: 'milestone',
  fields: { producerId: 'count', producerEpoch: 'epoch' },
  source: 'TransactionManager.bumpIdempotentProducerEpoch',
  interest: 1,
});

/** All that a flush() waited for has its result. */
export const flushReturned = defineEvent({
  name: 'flushReturned',
  level: 'detail',
  fields: {},
  source: 'KafkaProducer.flush',
});

/** The application closed its producer and nothing is left to send. */
export const producerClosed = defineEvent({
  name: 'producerClosed',
  level: 'milestone',
  fields: { failedCount: 'count' },
  source: 'KafkaProducer.close',
  interest: 1,
});

/** A user's interceptor was called; what it throws is logged, and goes no further. */
export const interceptorCalled = defineEvent({
  name: 'interceptorCalled',
  level: 'detail',
  fields: { interceptor: 'name', call: 'name', isFailing: 'flag' },
  source: 'ProducerInterceptors',
});

export const producerEvents = [
  recordSent,
  sendBlocked,
  batchSent,
  batchAcknowledged,
  batchRetried,
  batchSplit,
  batchExpired,
  sendFailed,
  producerIdAssigned,
  producerEpochBumped,
  flushReturned,
  producerClosed,
  interceptorCalled,
] as const;
