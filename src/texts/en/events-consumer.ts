import type { EventTexts } from '../types.ts';

/** What a consumer does, in words. */
export const consumerEvents = {
  recordsDelivered: {
    what: '{who} gets {recordCount} {recordCount|record|records} of {partition} from poll(): {firstOffset} to {lastOffset}.',
    why: 'The position moves when poll() returns records, not when they are processed. Its lag is now {lag}.',
  },
  offsetReset: {
    what: '{who} begins {partition} at offset {offset} ({strategy}).',
    why: 'It had no position, or one that the log does not have. auto.offset.reset decides then, or a seek to an end.',
  },
  truncationDetected: {
    what: '{who} moves back in {partition} from {fromOffset} to {toOffset}: the leader lacks what it read.',
    why: 'It asked the new leader where the epoch of its last record ends. The logs part before its position (KIP-320).',
  },
  fetchFailed: {
    what: '{partition}: {who} may not read at offset {fetchOffset}: {error}{errorWords? ({errorWords})}.',
    why: 'The broker does not lead the partition, or does not have that offset. Most refusals make the consumer ask for metadata.',
  },
  readReplicaChosen: {
    what: '{who} reads {partition} from broker {replica} from now on.',
    why: 'The leader named a replica in the consumer’s rack (KIP-392). After metadata.max.age.ms the consumer asks the leader again.',
  },
  positionChanged: {
    what: '{who} seeks in {partition}, to offset {offset}.',
    why: 'seek() asks no broker. Records that were fetched from the old position are dropped.',
  },
  consumerError: {
    what: '{who} throws {exception}.',
    why: 'What trying again cannot solve reaches the program. Kafka says: {message}',
  },
  autoCommitFailed: {
    what: '{who}: an auto-commit failed with {exception}.',
    why: 'The consumer only logs it, and the program goes on: the next interval tries again. Kafka says: {message}',
  },
  memberJoined: {
    what: '{who} is in generation {generation} of its group{isLeader? and leads it}.',
    why: 'A rebalance begins a new generation. One member divides the partitions; the coordinator hands its plan on.',
  },
  partitionsAssigned: {
    what: '{who} is given {partitionCount} {partitionCount|partition|partitions}: {partitions}.',
    why: 'It reads on from the committed offset. Without one, auto.offset.reset says where.',
  },
  partitionsRevoked: {
    what: '{who} gives up {partitionCount} {partitionCount|partition|partitions}: {partitions}.',
    why: 'A rebalance takes them in good order: until the callback returns, offsets can still be committed.',
  },
  partitionsLost: {
    what: '{who} has lost {partitionCount} {partitionCount|partition|partitions}: {partitions}.',
    why: 'It is not in the group any more, and others may read them already. What it did not commit is read again.',
  },
  znodeWritten: {
    what: 'ZooKeeper: {path} is {data}.',
    why: 'Kafka 0.8 wrote offsets there itself, a znode for each partition, whatever it held before.',
  },
  offsetCommitSent: {
    what: '{who} commits the offsets of {partitionCount} {partitionCount|partition|partitions}.',
    why: 'A committed offset says where a successor begins. It says nothing of what was processed.',
  },
  membershipLost: {
    what: '{who} is out of its group.',
    why: 'The next poll() joins again. The reason: {reason}.',
  },
  coordinatorFound: {
    what: '{who} learns that broker {coordinator} coordinates its group.',
    why: 'The group id hashes to a partition of __consumer_offsets. Whoever leads that partition coordinates the group.',
  },
  coordinatorLost: {
    what: '{who} no longer takes broker {coordinator} for the coordinator.',
    why: 'The broker said so, its connection broke, or it was silent for session.timeout.ms. The consumer asks again who it is.',
  },
  poisonMet: {
    what: 'The program of {who} throws on {partition} at offset {offset}.',
    why: 'The exception is the application’s own: Kafka hears nothing of it. What the program does then: {reaction}.',
  },
  programFailed: {
    what: '{who} leaves its loop with {exception}.',
    why: 'Nothing in the loop caught it. The finally block runs: close(), and with auto-commit that commits the positions.',
  },
} as const satisfies EventTexts;
