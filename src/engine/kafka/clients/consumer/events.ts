import { defineEvent } from '../../../kernel/event.ts';

/** poll() handed records of a partition to the application. */
export const recordsDelivered = defineEvent({
  name: 'recordsDelivered',
  level: 'detail',
  fields: { partition: 'partition', firstOffset: 'offset', lastOffset: 'offset', recordCount: 'count', lag: 'count' },
  source: 'FetchCollector.collectFetch',
});

/** auto.offset.reset, seekToBeginning or seekToEnd found a position. */
export const offsetReset = defineEvent({
  name: 'offsetReset',
  level: 'milestone',
  fields: { partition: 'partition', strategy: 'name', offset: 'offset' },
  source: 'OffsetFetcher.resetPositionIfNeeded',
  interest: 1,
});

/** A new leader no longer has what this consumer has read. */
export const truncationDetected = defineEvent({
  name: 'truncationDetected',
  level: 'milestone',
  fields: { partition: 'partition', fromOffset: 'offset', toOffset: 'offset' },
  source: 'SubscriptionState.maybeCompleteValidation (KIP-320)',
  interest: 3,
});

/** A broker answered a fetch of a partition with an error. */
export const fetchFailed = defineEvent({
  name: 'fetchFailed',
  level: 'detail',
  fields: { partition: 'partition', fetchOffset: 'offset', error: 'error' },
  source: 'FetchCollector.handleInitializeErrors',
  interest: 1,
});

/** The application moved the position by itself. */
export const positionChanged = defineEvent({
  name: 'positionChanged',
  level: 'detail',
  fields: { partition: 'partition', offset: 'offset' },
  source: 'KafkaConsumer.seek',
  interest: 1,
});

/** A call of the consumer threw an exception at the application. */
export const consumerError = defineEvent({
  name: 'consumerError',
  level: 'milestone',
  fields: { exception: 'name', message: 'name' },
  source: 'ClassicKafkaConsumer.poll',
});

/** Every kind of event that a consumer without a group emits. */
export const consumerEvents = [recordsDelivered, offsetReset, truncationDetected, fetchFailed, positionChanged, consumerError] as const;
