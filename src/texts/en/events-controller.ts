import type { EventTexts } from '../types.ts';

/** What the controller does, and by which rule. */
export const controllerEvents = {
  brokerRegistered: {
    what: 'Broker {broker} registers with epoch {brokerEpoch}, and is fenced at first.',
    why: 'Each start is a new life, numbered by its offset in the metadata log. Requests of an older life can so be refused.',
  },
  brokerUnregistered: {
    what: 'Broker {broker} is no longer registered.',
    why: 'An administrator removed it. It leaves every ISR, but stays among the replicas until somebody reassigns them.',
  },
  brokerUnfenced: {
    what: 'Broker {broker} is unfenced. {changedPartitionCount} {changedPartitionCount|partition changes|partitions change} with it.',
    why: 'It has read the metadata up to its own registration. Only leaderless partitions change now; into an ISR it must fetch its way back.',
  },
  brokerFenced: {
    what: 'Broker {broker} is fenced. {changedPartitionCount} {changedPartitionCount|partition changes|partitions change} with it.',
    why: 'It was silent for broker.session.timeout.ms, asked for it, or is stopping. In one batch it leaves every ISR and loses every leadership.',
  },
  controlledShutdownGranted: {
    what: 'Broker {broker} may prepare to stop. {changedPartitionCount} {changedPartitionCount|partition changes|partitions change} for it.',
    why: 'Leadership moves while it still runs, so clients wait for a round trip and not for a session timeout.',
  },
  logDirsFailed: {
    what: 'Broker {broker} lost a log directory. {onlineDirCount} {onlineDirCount|is|are} left, {changedPartitionCount} {changedPartitionCount|partition changes|partitions change}.',
    why: 'Heartbeats name failed directories. Replicas in them leave their ISRs; the broker goes on with the rest.',
  },
  topicCreated: {
    what: 'Topic {topic} exists: {partitionCount} {partitionCount|partition|partitions}, replication factor {replicationFactor}.',
    why: 'The controller spreads replicas over racks first, then over brokers. Those alive are the ISR, and the first one leads.',
  },
  topicDeleted: {
    what: 'Topic {topic} is deleted with {partitionCount} {partitionCount|partition|partitions}.',
    why: 'One record removes it. Each broker deletes its logs when it reads that record, even if that is after its next start.',
  },
  partitionsAdded: {
    what: 'Topic {topic} grows from {previousPartitionCount} to {partitionCount} partitions.',
    why: 'Records stay where they are. But a key may now belong to another partition, so its old and new records are not in one order.',
  },
  leaderElected: {
    what: '{partition}: broker {leader} leads{previousLeader? after broker {previousLeader}}, epoch {leaderEpoch}.',
    why: 'The controller takes the first replica that is in the ISR and alive. It compares no log ends: the whole ISR has what is committed.',
  },
  preferredLeaderElected: {
    what: '{partition}: broker {leader} leads again, epoch {leaderEpoch}.',
    why: 'The first replica of the list is the preferred leader. auto.leader.rebalance.enable gives it leadership back once it is in the ISR.',
  },
  leaderReturned: {
    what: '{partition}: broker {leader} is back and leads, epoch {leaderEpoch}.',
    why: 'The partition waited for a replica that has everything committed. This one is alive again.',
  },
  leaderElectedFromElr: {
    what: '{partition}: broker {leader} leads, chosen from the ELR, epoch {leaderEpoch}.',
    why: 'When it left the ISR the high watermark already stood still. So it has everything that is committed: nothing is lost.',
  },
  uncleanLeaderElected: {
    what: '{partition}: broker {leader} leads uncleanly, epoch {leaderEpoch}. It was not in ISR {previousIsr}.',
    why: 'Nobody alive surely has everything committed. What it lacks is lost, and those offsets are given out again.',
  },
  leaderLost: {
    what: '{partition} has no leader{previousLeader? after broker {previousLeader}}.',
    why: 'Nobody alive is known to have everything committed. It waits for ISR {isr} or ELR {elr}: unavailable rather than wrong.',
  },
  isrChanged: {
    what: '{partition}: the controller sets ISR {isr}. It was {previousIsr}.',
    why: 'The ISR names the replicas that have everything committed. Leaders propose; the controller decides, for it knows who is alive.',
  },
  elrChanged: {
    what: '{partition}: the ELR is {elr}. It was {previousElr}.',
    why: 'Below min.insync.replicas the high watermark stands still. Whoever leaves the ISR then misses nothing committed, and may still lead.',
  },
  lastKnownLeaderNoted: {
    what: '{partition}: broker {lastKnownLeader} is noted as the last known leader.',
    why: 'With ISR and ELR empty, the last leader is the best that is left.',
  },
  leaderRecovered: {
    what: '{partition}: broker {leader} has recovered from its unclean election.',
    why: 'Until its leader says that it has finished, nobody may join the ISR.',
  },
  reassignmentStarted: {
    what: '{partition} moves to replicas [{replicas}].',
    why: 'New replicas {adding} copy the whole log first. Replicas {removing} stay until all new ones are in sync.',
  },
  reassignmentEnded: {
    what: '{partition} is on replicas [{replicas}], ISR {isr}{leader?, led by broker {leader}}.',
    why: 'The move is complete or was cancelled. Replicas outside the list delete their logs; a new leader epoch keeps them from fetching.',
  },
  replicasReordered: {
    what: '{partition}: the order of replicas is now [{replicas}].',
    why: 'The same replicas in another order move no data. The first is where leadership returns to.',
  },
  configChanged: {
    what: '{resource}: {config} is now {value}.',
    why: 'Dynamic settings are records of the metadata log. Each node uses the value once it reads the record.',
  },
  configRemoved: {
    what: '{resource}: {config} is no longer set.',
    why: 'A topic then inherits from the brokers, and a broker from its file or from the default.',
  },
  featureLevelChanged: {
    what: 'The cluster uses {feature} at level {featureLevel}.',
    why: 'A level rises only when every registered broker supports it, so that nobody meets what it cannot read.',
  },
} as const satisfies EventTexts;
