import type { EventTexts } from '../types.ts';

/** What the controller does, and by which rule. */
export const controllerEvents = {
  brokerRegistered: {
    what: 'Broker {broker} registers with epoch {brokerEpoch}. It is fenced.',
    why: 'Every start of a broker is a new life. Its epoch is the offset of its registration in the metadata log, so whatever an older life still sends can be refused. It may lead once it has read its own registration and has recovered its logs.',
  },
  brokerUnregistered: {
    what: 'Broker {broker} is no longer registered.',
    why: 'An administrator removed it from the metadata. It leaves every ISR, but stays in the replica lists of its partitions until somebody reassigns them.',
  },
  brokerUnfenced: {
    what: 'Broker {broker} is unfenced. {changedPartitionCount} {changedPartitionCount|partition|partitions} changed with it.',
    why: 'The broker has caught up with the metadata log up to its own registration. Only partitions without a leader get one now: into an ISR it comes back by fetching, when the leader asks for it.',
  },
  brokerFenced: {
    what: 'Broker {broker} is fenced. {changedPartitionCount} {changedPartitionCount|partition|partitions} changed with it.',
    why: 'A broker is fenced when it was silent for longer than broker.session.timeout.ms, when it asks for it, or when it stops. It leaves every ISR and loses every leadership in the same batch of records, so nobody ever sees half of it.',
  },
  controlledShutdownGranted: {
    what: 'Broker {broker} may prepare to stop. {changedPartitionCount} {changedPartitionCount|partition|partitions} changed for it.',
    why: 'In a controlled shutdown leadership moves while the broker still runs, so clients wait for a round trip and not for a session timeout. The broker may exit when it leads nothing and every active broker has read these records.',
  },
  logDirsFailed: {
    what: 'Broker {broker} has lost log directories. {onlineDirCount} {onlineDirCount|is|are} online, {changedPartitionCount} {changedPartitionCount|partition|partitions} changed.',
    why: 'A broker reports failed directories in its heartbeat. Replicas in them leave their ISRs; the broker goes on with the rest.',
  },
  topicCreated: {
    what: 'Topic {topic} exists: {partitionCount} {partitionCount|partition|partitions}, replication factor {replicationFactor}.',
    why: 'The controller chooses the replicas: over racks first, then over brokers. The active ones are the ISR, the first of them leads.',
  },
  topicDeleted: {
    what: 'Topic {topic} is deleted with {partitionCount} {partitionCount|partition|partitions}.',
    why: 'One record removes the topic. Each broker deletes its logs when it reads the record; one that is down does so when it is back.',
  },
  partitionsAdded: {
    what: 'Topic {topic} grows from {previousPartitionCount} to {partitionCount} partitions.',
    why: 'Existing records stay where they are. A key may now belong to another partition, so the order of its records holds only within the old ones and within the new ones.',
  },
  leaderElected: {
    what: '{partition}: broker {leader} leads after broker {previousLeader}, epoch {leaderEpoch}.',
    why: 'The controller takes the first replica of the list that is in the ISR and active. It compares no log ends: whoever is in the ISR has every committed record.',
  },
  preferredLeaderElected: {
    what: '{partition}: broker {leader} leads again, epoch {leaderEpoch}.',
    why: 'The first replica of the list is the preferred leader. With auto.leader.rebalance.enable the controller gives leadership back to it as soon as it is in the ISR.',
  },
  leaderReturned: {
    what: '{partition}: broker {leader} is back and leads, epoch {leaderEpoch}.',
    why: 'The partition waited without a leader for a replica that has every committed record. That one is active again.',
  },
  leaderElectedFromElr: {
    what: '{partition}: broker {leader} leads out of the ELR, epoch {leaderEpoch}.',
    why: 'It was outside the ISR, but left it when the high watermark already stood still for want of in-sync replicas. So it has every committed record: nothing is lost.',
  },
  uncleanLeaderElected: {
    what: '{partition}: broker {leader} leads uncleanly, epoch {leaderEpoch}. It was not in ISR {{previousIsr}}.',
    why: 'Nobody who surely has every committed record is active. Unclean election was allowed or asked for, or this is the last known leader. Records that it does not have are lost, and their offsets are given out again.',
  },
  leaderLost: {
    what: '{partition} has no leader after broker {previousLeader}.',
    why: 'No active replica is known to have every committed record. The partition waits for one of ISR {{isr}} or ELR {{elr}}: unavailable rather than wrong.',
  },
  isrChanged: {
    what: '{partition}: the ISR is {{isr}}, it was {{previousIsr}}.',
    why: 'The ISR names the replicas that have every committed record. Leaders ask for changes; the controller decides, because it knows who is alive and in which life.',
  },
  elrChanged: {
    what: '{partition}: the ELR is {{elr}}, it was {{previousElr}}.',
    why: 'With fewer in-sync replicas than min.insync.replicas the high watermark stands still. Whoever leaves the ISR then misses nothing that is committed, and stays eligible to lead.',
  },
  lastKnownLeaderNoted: {
    what: '{partition}: broker {lastKnownLeader} is remembered as the last leader.',
    why: 'When both ISR and ELR are empty, the last leader is the best that is left, and may be elected even where unclean election is off.',
  },
  leaderRecovered: {
    what: '{partition}: broker {leader} has recovered from its unclean election.',
    why: 'After an unclean election the leader is marked as recovering; until it says that it has finished, nobody joins its ISR.',
  },
  reassignmentStarted: {
    what: '{partition} moves to replicas [{replicas}].',
    why: 'New replicas {{adding}} fetch the whole log first; replicas {{removing}} stay until all new ones are in sync.',
  },
  reassignmentEnded: {
    what: '{partition} is on replicas [{replicas}], ISR {{isr}}, leader {leader}.',
    why: 'Every added replica is in the ISR, or the move was cancelled. Replicas that are no longer in the list delete their logs, and the leader epoch rises so that they cannot fetch.',
  },
  replicasReordered: {
    what: '{partition}: the order of replicas is now [{replicas}].',
    why: 'The same replicas in another order move no data. The first of them is where leadership returns to.',
  },
  configChanged: {
    what: '{resource}: {config} is now {value}.',
    why: 'Dynamic settings are records of the metadata log. Each node uses the value when it reads the record; a topic inherits what it does not set itself.',
  },
  configRemoved: {
    what: '{resource}: {config} is no longer set.',
    why: 'A topic then inherits from the brokers, and they from their file or from the default.',
  },
  featureLevelChanged: {
    what: 'The cluster uses {feature} at level {featureLevel}.',
    why: 'A feature level is raised only when every registered broker supports it, so that no node meets what it does not understand.',
  },
} as const satisfies EventTexts;
