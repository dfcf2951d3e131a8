/** Every input from outside, as one union: what a person does, and what a link replays. */
import type {
  ClientCall,
  ConfigOverrides,
  ConsumerLibrary,
  ConsumerProgramSpec,
  ConsumerSpec,
  ProducerSpec,
  TopicSpec,
} from './scenario.ts';

/** What a person or a scenario does to the cluster; each is refused with a reason or done whole. */
export type Command =
  /** A fault of the registry (`kill`, `stop`, `pause`, `resume`, `restart`, `power-loss`, `wipe`, `cut`, `heal`, `slow-disk`, …). */
  | { readonly kind: 'fault'; readonly fault: string; readonly params: Readonly<Record<string, string | number>> }
  | {
      readonly kind: 'send';
      readonly producer: string;
      readonly topic: string;
      readonly partition: number | null;
      readonly key: string | null;
      readonly value: string | null;
    }
  | { readonly kind: 'configure-client'; readonly client: string; readonly configs: ConfigOverrides }
  /** The client begins anew with another library, or one of another age; what was set of it stays set, as far as that library has it. */
  | { readonly kind: 'change-library'; readonly client: string; readonly library: ConsumerLibrary }
  | { readonly kind: 'configure-topic'; readonly topic: string; readonly configs: Readonly<Record<string, string | null>> }
  | { readonly kind: 'configure-broker'; readonly broker: number | null; readonly configs: Readonly<Record<string, string | null>> }
  | { readonly kind: 'create-topic'; readonly topic: TopicSpec }
  | { readonly kind: 'delete-topic'; readonly topic: string }
  | {
      readonly kind: 'add-partitions';
      readonly topic: string;
      readonly total: number;
      readonly assignment: readonly (readonly number[])[] | null;
    }
  | { readonly kind: 'reassign'; readonly partition: string; readonly replicas: readonly number[] | null }
  | { readonly kind: 'elect'; readonly election: 'preferred' | 'unclean'; readonly partition: string }
  /** Records below the offset go, on all replicas; -1: all that is committed. What kafka-delete-records.sh does. */
  | { readonly kind: 'delete-records'; readonly partition: string; readonly beforeOffset: number }
  | { readonly kind: 'add-producer'; readonly producer: ProducerSpec }
  | { readonly kind: 'add-consumer'; readonly consumer: ConsumerSpec }
  /** The program ends at once, without close(). */
  | { readonly kind: 'remove-client'; readonly client: string }
  /** The program ends with close(timeout), null: Kafka's own; a consumer may unsubscribe() before. */
  | {
      readonly kind: 'close-client';
      readonly client: string;
      readonly how: 'close' | 'unsubscribe-and-close';
      readonly timeoutMillis: number | null;
    }
  /** A consumer's program is written anew, and started anew. */
  | {
      readonly kind: 'change-program';
      readonly client: string;
      readonly program: ConsumerProgramSpec;
      readonly processingMicrosPerRecord: number | null;
    }
  | { readonly kind: 'seek-consumer'; readonly client: string; readonly partition: string; readonly offset: number }
  /**
   * The application calls a method of its client: a producer's at once, a consumer's before its next poll(). `partitions`: those that
   * pause, resume and seek are about; none: all that it has.
   */
  | { readonly kind: 'call-client'; readonly client: string; readonly call: ClientCall; readonly partitions: readonly string[] }
  /** A consumer's program takes longer or shorter for each record from its next poll() on; nothing begins anew. */
  | { readonly kind: 'set-processing'; readonly client: string; readonly microsPerRecord: number }
  | { readonly kind: 'workload'; readonly producer: string; readonly recordsPerSecond: number; readonly recordCount: number | null }
  /** What disks, network cards and processors cost from now on, by name; what is not named costs as in cost-model.ts. Null: nothing. */
  | { readonly kind: 'set-costs'; readonly costs: Readonly<Record<string, number>> | null }
  /** One message in flight: dropped, delayed, duplicated, held or released. */
  | {
      readonly kind: 'message';
      readonly message: number;
      readonly action: 'drop' | 'delay' | 'duplicate' | 'hold' | 'release';
      readonly delayMicros: number;
    };
