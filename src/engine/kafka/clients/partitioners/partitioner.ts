import { State } from '../../../kernel/state.ts';
import type { ClientEnvironment } from '../common/client-environment.ts';
import type { TopicPartitions } from './built-in-partitioner.ts';

/** What a partitioner is asked about. */
export interface PartitionQuestion {
  readonly topicName: string;
  readonly topic: TopicPartitions;
  /** The serialised key's text; null without a key. */
  readonly key: string | null;
  readonly nowMillis: number;
}

/** A partitioner other than the built-in one: it names a partition before the record goes to the accumulator. Source: Partitioner. */
export abstract class Partitioner extends State {
  abstract partition(question: PartitionQuestion, environment: ClientEnvironment): number;

  /** The record would begin another batch of this partition; true when the partitioner wants to be asked once more (before 4.0). */
  onNewBatch(_question: PartitionQuestion, _previous: number, _environment: ClientEnvironment): boolean {
    return false;
  }
}
