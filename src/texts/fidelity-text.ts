/** docs/FIDELITY.md as text. */
import { differences } from './simplified.ts';
import type { Difference } from './simplified.ts';

const list = (kind: Difference['kind']): string =>
  differences.filter((item) => item.kind === kind).map((item) => `- ${item.en} (${item.source})`).join('\n');

/** The whole document, with a table of figures in it. */
export function fidelityText(figures: string): string {
  return `# Fidelity

Written by \`npx tsx scripts/fidelity.ts\`; tests compare it with what they measure and with what the app shows under "What is simplified".

## What is modelled

Kafka 4.3 with KRaft. Logs (\`UnifiedLog\`, \`LogSegment\`, \`LeaderEpochFileCache\`, \`ProducerStateManager\`, \`LogLoader\`), replication (\`Partition\`,
\`ReplicaManager\`, \`ReplicaFetcherThread\`, KIP-101, KIP-279, KIP-392, KIP-595 truncation on fetch), purgatories (\`DelayedProduce\`, \`DelayedFetch\`,
\`DelayedDeleteRecords\`), the controller (\`ReplicationControlManager\`, \`ClusterControlManager\`, \`PartitionChangeBuilder\` with ELR of KIP-966,
\`StripedReplicaPlacer\`), the producer (\`RecordAccumulator\`, \`Sender\`, \`TransactionManager\` for idempotence, \`BuiltInPartitioner\` of KIP-794), the consumer
(\`ClassicKafkaConsumer\`, \`Fetcher\`, \`OffsetFetcher\`, KIP-320), groups (\`GroupMetadataManager\`, classic and KIP-848),
configuration (\`ConfigDef\` with Kafka's own refusals). Each event names its class.

## What is simplified

${list('simplified')}

## What is left out

${list('left-out')}

## Kafka 4.3.1's own gaps

What Kafka itself does against its promises in rare cases. The engine does the same, and the invariants and random faults make an exception for it:

- Metadata of a partition epoch that the leader has already still make it take the committed ISR, and so drop an ISR expansion that it has
  asked for and not heard of. Until it hears of the controller's newer epoch it advances the high watermark without the new member.
  (\`Partition.makeLeader\`, \`Partition.updateAssignmentAndIsr\`)
- A second reassignment, made while the first is under way, that adds nobody keeps the first one's \`addingReplicas\`, also where it removes
  them. Brokers that are to be both added and removed leave a reassignment that cannot complete. (\`PartitionReassignmentReplicas\`,
  \`PartitionChangeBuilder\`)
- A change of \`min.insync.replicas\` clears the ELR of a partition that has no leader, and with it everyone who could be elected safely.
  (\`ConfigurationControlManager\`, \`ReplicationControlManager\`)
- The answer that tells a follower where its log diverges carries the high watermark too, which the fetch session then takes for known, while
  the follower only truncates: it stays behind until the leader's high watermark next moves.
  (\`FetchSession.CachedPartition.maybeUpdateResponseData\`, \`AbstractFetcherThread.processFetchRequest\`)
- A reassignment leaves brokers in the ELR that are replicas no more. They cannot lead, and as long as they are there nobody else is taken from
  outside the ISR but by an unclean election; a leader from the ELR leaves the others there although \`min.insync.replicas\` is reached.
  One that is assigned again while the ELR names it may be elected with the empty log that it begins with.
  (\`PartitionChangeBuilder.maybePopulateTargetElr\`, \`isValidNewLeader\`, \`canElectLastKnownLeader\`, \`tryElection\`)
- The static leader of a classic group that comes back takes the metadata of that moment for what it has divided. Partitions that were added
  while it was away nobody reads until something else makes the group rebalance. (\`ConsumerCoordinator.onLeaderElected\` with
  \`skipAssignment\`, KIP-814)
- A static member of the consumer protocol that is started again before its session has run out is refused, and for its client that is final:
  the program ends, and the group goes on without it. (\`GroupMetadataManager.throwIfInstanceIdIsUnreleased\`,
  \`ConsumerHeartbeatRequestManager.onErrorResponse\`)

## Conformance

Rows recorded from real Kafka 4.3.1 (\`conformance/README.md\`), answered by the classes that the running cluster uses.

${figures}

Causes of rows that differ, as far as they are known:

- \`fetcher\`: two rows hold a batch with a wrong checksum. Kafka's message tells both checksums, and the row does not give the bytes that they are of.
- \`consumer-coordinator\`: six rows run a callback of the application that throws, commits or seeks. The row does not say what the callback does.
- \`group-consumer\`: three rows describe a group after the log refused its records: Kafka's hash table then lists a member twice, and we do not.
- \`group-classic\`: in one row a JoinGroup of version 0 was given a rebalance timeout that this version cannot carry; the row lacks it.
- \`log-segments\`, \`retention-compaction\`: one row each has the size that Java's deflater gives to batches that the broker or the cleaner compresses.
`;
}
