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
  memberJoined: {
    what: 'Member {member} is in generation {generation}{isLeader? and leads the group}.',
    why: 'A rebalance begins a new generation. One member leads: it divides the partitions, the coordinator only hands its plan on.',
  },
  partitionsAssigned: {
    what: 'The consumer gets {partitionCount} new {partitionCount|partition|partitions}: {partitions}.',
    why: 'The leader divided the partitions. Reading begins at the committed offset, or where auto.offset.reset says.',
  },
  partitionsRevoked: {
    what: 'The consumer gives up {partitionCount} {partitionCount|partition|partitions}: {partitions}.',
    why: 'A rebalance takes them away in good order: until the callback returns, offsets can still be committed.',
  },
  partitionsLost: {
    what: 'The consumer has lost {partitionCount} {partitionCount|partition|partitions}: {partitions}.',
    why: 'It is not in the group any more, so others may read them already. Nothing can be committed; what was not committed is read again.',
  },
  offsetCommitSent: {
    what: 'The consumer commits the offsets of {partitionCount} {partitionCount|partition|partitions}.',
    why: 'A committed offset says where a successor begins. It tells nothing of what was processed.',
  },
  membershipLost: {
    what: 'The consumer is out of its group: {reason}.',
    why: 'The coordinator does not know this member in its generation, or the member left. The next poll() joins again.',
  },
  coordinatorFound: {
    what: 'Broker {coordinator} coordinates the group.',
    why: 'The leader of the partition of __consumer_offsets to which the group id hashes is its coordinator.',
  },
  coordinatorLost: {
    what: "Broker {coordinator} is not the group's coordinator any more.",
    why: 'It said so, its connection broke, or it was silent for session.timeout.ms. The consumer asks again who is.',
  },
} as const satisfies EventTexts;
