import { Shared } from '../../../kernel/state.ts';
import { javaListHash, javaStringHash } from '../../util/java-hash-order.ts';

/** Names a partition. Source: org.apache.kafka.common.TopicPartition. */
export class TopicPartition extends Shared {
  readonly topic: string;
  readonly partition: number;
  /** `orders-0`: how people and map keys name it. */
  readonly key: string;

  constructor(topic: string, partition: number) {
    super();
    this.topic = topic;
    this.partition = partition;
    this.key = `${topic}-${String(partition)}`;
  }
}

/** TopicPartition.hashCode: decides in which order Java's hash maps list partitions. */
export function topicPartitionHash(topicPartition: TopicPartition): number {
  return javaListHash([topicPartition.partition, javaStringHash(topicPartition.topic)]);
}
