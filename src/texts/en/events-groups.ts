import type { EventTexts } from '../types.ts';

/** What a broker does as the coordinator of groups, in words. */
export const groupEvents = {
  offsetsTopicRequested: {
    what: 'A client looks for a group coordinator: the broker asks for {topic}, {partitionCount} partitions, {replicationFactor} replicas each.',
    why: 'Groups and their offsets are records of a topic. It is created when the first client looks for a coordinator; until then it is told to ask again.',
  },
  offsetsTopicRefused: {
    what: 'The controller did not create {topic} with {replicationFactor} replicas: {error}.',
    why: 'offsets.topic.replication.factor needs that many brokers. The broker only logs this, and clients keep asking for a coordinator.',
  },
  coordinatorLoading: {
    what: 'This broker now coordinates the groups of {partition} and reads it up to offset {logEndOffset}.',
    why: 'The leader of the partition is the coordinator. Until it has read, requests get COORDINATOR_LOAD_IN_PROGRESS; heartbeats are answered as if all were well.',
  },
  coordinatorLoaded: {
    what: '{partition}: {recordCount} {recordCount|record|records} replayed; {groupCount} {groupCount|group|groups}, {offsetCount} committed {offsetCount|offset|offsets}.',
    why: 'The same code that makes every change replays it. Sessions start anew, so a failover alone makes nobody rejoin.',
  },
  coordinatorUnloaded: {
    what: 'This broker does not coordinate the groups of {partition} any more.',
    why: 'It leads the partition no more. Who waits is told NOT_COORDINATOR and looks for the new one; what was in memory is dropped.',
  },
  groupMemberJoined: {
    what: '{member} joins group {group}: {memberCount} {memberCount|member|members} now.',
    why: 'A new member makes a rebalance necessary, for partitions must be divided again. Its id was given by the coordinator.',
  },
  groupMemberLeft: {
    what: '{member} leaves group {group}. {memberCount} left.',
    why: 'A consumer that closes says so, and its partitions are free at once. Static members do not: they are expected back.',
  },
  groupMemberExpired: {
    what: 'Group {group}: nothing heard of {member} for {sessionTimeoutMillis} ms. It is out; {memberCount} left.',
    why: 'session.timeout.ms passed without a heartbeat. The coordinator cannot tell dead from slow; a rebalance gives its partitions away.',
  },
  groupMemberTooLate: {
    what: 'Group {group}: {member} did not come back within {rebalanceTimeoutMillis} ms. It is out; {memberCount} left.',
    why: 'The rebalance timeout is the member’s max.poll.interval.ms: who is still processing then is left behind.',
  },
  rebalanceStarted: {
    what: 'Group {group} rebalances after generation {generation}: {memberCount} {memberCount|member|members}, at most {timeoutMillis} ms.',
    why: 'Members hear of it with their next heartbeat and join again. An empty group waits group.initial.rebalance.delay.ms for more to come.',
  },
  generationStarted: {
    what: 'Group {group}, generation {generation}: {memberCount} {memberCount|member|members} joined. {leader} divides the partitions ({protocol}).',
    why: 'Everybody who counts has joined. The leader gets all subscriptions and computes; the coordinator only hands the result on.',
  },
  targetAssigned: {
    what: 'Group {group}, epoch {groupEpoch}: the coordinator divides the partitions among {memberCount} {memberCount|member|members} ({assignor}).',
    why: 'In the consumer protocol the broker assigns. Each member learns its part with its next heartbeat; nobody waits for anybody.',
  },
  groupStable: {
    what: 'Group {group} is stable in generation {generation}: {memberCount} {memberCount|member has|members have} their partitions.',
    why: 'The assignment is written to __consumer_offsets first. Members get it once that record is below the high watermark.',
  },
  groupEmptied: {
    what: 'Group {group} has no members any more, generation {generation}.',
    why: 'Its offsets stay: from now on offsets.retention.minutes counts.',
  },
  groupOffsetsCommitted: {
    what: 'Group {group}: {member} commits offsets of {partitionCount} {partitionCount|partition|partitions}.',
    why: 'Each becomes a record of __consumer_offsets. The coordinator does not look whether an offset goes back; it answers when the records are committed.',
  },
  groupOffsetsExpired: {
    what: 'Group {group}: offsets of {partitionCount} {partitionCount|partition|partitions} have expired.',
    why: 'Nobody has used them for offsets.retention.minutes. A consumer that comes now starts where auto.offset.reset says.',
  },
} as const satisfies EventTexts;
