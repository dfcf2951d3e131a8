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

/** The leader named a replica that is nearer to this consumer. */
export const readReplicaChosen = defineEvent({
  name: 'readReplicaChosen',
  level: 'milestone',
  fields: { partition: 'partition', replica: 'node' },
  source: 'FetchCollector.handleInitializeSuccess (KIP-392)',
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

/** The coordinator has let this member into a generation of its group. */
export const memberJoined = defineEvent({
  name: 'memberJoined',
  level: 'detail',
  fields: { member: 'name', generation: 'epoch', isLeader: 'flag' },
  source: 'AbstractCoordinator.JoinGroupResponseHandler',
  interest: 1,
});

/** This member was given partitions that it did not have. */
export const partitionsAssigned = defineEvent({
  name: 'partitionsAssigned',
  level: 'milestone',
  fields: { partitions: 'name', partitionCount: 'count' },
  source: 'ConsumerCoordinator.onJoinComplete',
});

/** This member gives up partitions in good order. */
export const partitionsRevoked = defineEvent({
  name: 'partitionsRevoked',
  level: 'milestone',
  fields: { partitions: 'name', partitionCount: 'count' },
  source: 'ConsumerCoordinator.onJoinPrepare',
});

/** Partitions are gone: others may have them already. */
export const partitionsLost = defineEvent({
  name: 'partitionsLost',
  level: 'milestone',
  fields: { partitions: 'name', partitionCount: 'count' },
  source: 'ConsumerCoordinator.onJoinPrepare',
  interest: 3,
});

/** Offsets are on their way to the coordinator. */
export const offsetCommitSent = defineEvent({
  name: 'offsetCommitSent',
  level: 'detail',
  fields: { partitionCount: 'count', isAuto: 'flag' },
  source: 'ConsumerCoordinator.sendOffsetCommitRequest',
});

/** A commit that the consumer made by itself failed: the program never hears of it. */
export const autoCommitFailed = defineEvent({
  name: 'autoCommitFailed',
  level: 'milestone',
  fields: { exception: 'name', message: 'name' },
  source: 'ConsumerCoordinator.autoCommitOffsetsAsync',
  interest: 1,
});

/** This member is in no generation any more: it was put out, or it left. */
export const membershipLost = defineEvent({
  name: 'membershipLost',
  level: 'milestone',
  fields: { reason: 'name' },
  source: 'AbstractCoordinator.resetStateAndGeneration',
});

/** The group's coordinator was found. */
export const coordinatorFound = defineEvent({
  name: 'coordinatorFound',
  level: 'detail',
  fields: { coordinator: 'node' },
  source: 'AbstractCoordinator.FindCoordinatorResponseHandler',
});

/** The group's coordinator is not known any more. */
export const coordinatorLost = defineEvent({
  name: 'coordinatorLost',
  level: 'detail',
  fields: { coordinator: 'node' },
  source: 'AbstractCoordinator.markCoordinatorUnknown',
  interest: 1,
});

/** The program's code has thrown on a record, and did what it does then. */
export const poisonMet = defineEvent({
  name: 'poisonMet',
  level: 'milestone',
  fields: { partition: 'partition', offset: 'offset', reaction: 'name' },
  source: 'the application',
  interest: 2,
});

/** An exception has left the program's loop: its `finally` runs. */
export const programFailed = defineEvent({
  name: 'programFailed',
  level: 'milestone',
  fields: { exception: 'name' },
  source: 'the application',
  interest: 2,
});

/** Every kind of event that a consumer emits. */
export const consumerEvents = [
  recordsDelivered,
  offsetReset,
  truncationDetected,
  fetchFailed,
  readReplicaChosen,
  positionChanged,
  consumerError,
  memberJoined,
  partitionsAssigned,
  partitionsRevoked,
  partitionsLost,
  offsetCommitSent,
  autoCommitFailed,
  membershipLost,
  coordinatorFound,
  coordinatorLost,
  poisonMet,
  programFailed,
] as const;
