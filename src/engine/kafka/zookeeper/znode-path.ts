/** The path at which the consumer of Kafka 0.8 keeps a group's offset in a partition. Source: ZKGroupTopicDirs. */
export function offsetPath(groupId: string, partition: string): string {
  const dash = partition.lastIndexOf('-');
  return `/consumers/${groupId}/offsets/${partition.slice(0, dash)}/${partition.slice(dash + 1)}`;
}
