import type { MatrixPartitionRow } from './rows.ts';

/** The line of `kafka-topics --describe`. Source: TopicCommand.PartitionDescription.printDescription. */
export function describeLine(row: MatrixPartitionRow): string {
  const list = (nodes: readonly number[]): string => nodes.join(',');
  const moving =
    row.adding.length === 0 && row.removing.length === 0
      ? ''
      : `\tAdding Replicas: ${list(row.adding)}\tRemoving Replicas: ${list(row.removing)}`;
  return (
    `\tTopic: ${row.topic}\tPartition: ${String(row.partition)}\tLeader: ${row.leader < 0 ? 'none' : String(row.leader)}` +
    `\tReplicas: ${list(row.replicas)}\tIsr: ${list(row.isr)}${moving}\tElr: ${list(row.elr)}\tLastKnownElr: ${list(row.lastKnownElr)}`
  );
}
