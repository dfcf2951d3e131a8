import type {
  AppendOutcome,
  CoordinatorLog,
  CoordinatorTopic,
  CoordinatorTopics,
  RecordProducer,
} from '../../engine/kafka/coordinator/context.ts';
import type { ApiFailure } from '../../engine/kafka/coordinator/failure.ts';
import type { CoordinatorRecord } from '../../engine/kafka/coordinator/records.ts';
import type { StoredRecord } from '../../engine/kafka/coordinator/shard.ts';

/** A record, the epoch of the producer that wrote it, and when. */
export type LoggedRecord = StoredRecord & { readonly producerEpoch: number; readonly atMillis: number };

/** The in-memory log of a row: takes everything, unless it is told to fail once. */
export class RowLog implements CoordinatorLog {
  readonly records: LoggedRecord[] = [];
  nowMillis = 0;
  failNextAppend: ApiFailure | null = null;
  failNextVerification: ApiFailure | null = null;

  get endOffset(): number {
    return this.records.length;
  }

  append(records: readonly CoordinatorRecord[], producer: RecordProducer | null): AppendOutcome {
    const failed = this.takeAppendFailure();
    if (failed !== null) return failed;
    for (const record of records) {
      const from = { producerId: producer?.producerId ?? null, producerEpoch: producer?.producerEpoch ?? -1, atMillis: this.nowMillis };
      this.records.push({ kind: 'record', offset: this.endOffset, record, ...from });
    }
    return { kind: 'appended', endOffset: this.endOffset };
  }

  appendMarker({ producerId, producerEpoch }: RecordProducer, isCommit: boolean): AppendOutcome {
    const failed = this.takeAppendFailure();
    if (failed !== null) return failed;
    this.records.push({ kind: 'marker', offset: this.endOffset, producerId, producerEpoch, isCommit, atMillis: this.nowMillis });
    return { kind: 'appended', endOffset: this.endOffset };
  }

  verifyTransaction(): ApiFailure | null {
    const failed = this.failNextVerification;
    this.failNextVerification = null;
    return failed;
  }

  private takeAppendFailure(): ApiFailure | null {
    const failed = this.failNextAppend;
    this.failNextAppend = null;
    return failed;
  }
}

/** The topics of a row; every change makes a new image, the first of which has them all. */
export class RowTopics implements CoordinatorTopics {
  version = 0;
  private readonly topics = new Map<string, CoordinatorTopic>();
  private readonly namesById = new Map<string, string>();

  put(name: string, topicId: string, partitionCount: number): void {
    // One replica on a broker whose rack is the empty text: it counts in the hash of the topic's metadata.
    this.namesById.set(topicId, name);
    this.topics.set(name, { topicId, name, partitionCount, racks: Array.from({ length: partitionCount }, () => ['']) });
  }

  remove(name: string): CoordinatorTopic | undefined {
    const topic = this.topics.get(name);
    this.topics.delete(name);
    return topic;
  }

  byName(name: string): CoordinatorTopic | undefined {
    return this.topics.get(name);
  }

  byId(topicId: string): CoordinatorTopic | undefined {
    return [...this.topics.values()].find((topic) => topic.topicId === topicId);
  }

  /** The name that a topic has or had. */
  nameOf(topicId: string): string {
    return this.namesById.get(topicId) ?? topicId;
  }

  names(): readonly string[] {
    return [...this.topics.keys()];
  }
}

/** The member ids of a row: its labels stand for the ids that Kafka drew, on which orders of hash maps depend. */
export class RowMembers {
  private readonly realByLabel: ReadonlyMap<string, string>;
  private readonly labelByReal: ReadonlyMap<string, string>;
  private readonly seen = new Set<string>();

  constructor(memberIds: ReadonlyMap<string, string>) {
    this.realByLabel = memberIds;
    this.labelByReal = new Map([...memberIds].map(([label, real]) => [real, label]));
  }

  /** The next of the recorded ids with a prefix that nobody has named yet; ids without one are Kafka's shorter Uuids. */
  draw(prefix: string): string {
    const length = prefix === '' ? 22 : prefix.length + 36;
    for (const [label, real] of this.realByLabel) {
      if (this.seen.has(label) || !real.startsWith(prefix) || real.length !== length) continue;
      this.seen.add(label);
      return real;
    }
    return `${prefix}unrecorded-${String(this.seen.size)}`;
  }

  real(label: string): string {
    this.seen.add(label);
    return this.realByLabel.get(label) ?? label;
  }

  /** A text with labels in place of real ids. */
  labelled(text: string): string {
    const exact = this.labelByReal.get(text);
    if (exact !== undefined) return exact;
    let result = text;
    for (const [real, label] of this.labelByReal) if (result.includes(real)) result = result.split(real).join(label);
    return result;
  }
}
