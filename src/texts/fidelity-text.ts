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

## Conformance

Rows recorded from real Kafka 4.3.1 (\`conformance/README.md\`), answered by the classes that the running cluster uses.

${figures}

Causes of rows that differ, as far as they are known:

- \`fetcher\`: two rows hold a batch with a wrong checksum. Kafka's message tells both checksums, and the row does not give the bytes that they are of.
- \`consumer-coordinator\`: six rows run a callback of the application that throws, commits or seeks. The row does not say what the callback does.
- \`log-segments\`: one row has the size that Java's deflater gives to batches that the broker compresses.
`;
}
