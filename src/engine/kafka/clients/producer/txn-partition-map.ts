import { State } from '../../../kernel/state.ts';
import { assert } from '../../../kernel/units.ts';
import { incrementSequence } from '../../log/record-batch.ts';
import type { TopicPartition } from '../common/topic-partition.ts';
import { noProducerIdAndEpoch, type ProducerBatch, type ProducerIdAndEpoch } from './producer-batch.ts';

/** "Nothing acknowledged yet", of sequences and of offsets. */
const nothingAcked = -1;

/** An idempotent producer's sequence numbers for one partition. Source: TxnPartitionEntry. */
export class TxnPartitionEntry extends State {
  readonly topicPartition: TopicPartition;
  producerIdAndEpoch: ProducerIdAndEpoch = noProducerIdAndEpoch;
  nextSequence = 0;
  lastAckedSequence = nothingAcked;
  lastAckedOffset = nothingAcked;
  /** Batches sent or to be sent again, by producer id, epoch and sequence. */
  inFlightBatches: ProducerBatch[] = [];

  constructor(topicPartition: TopicPartition) {
    super();
    this.topicPartition = topicPartition;
  }

  incrementSequence(increment: number): void {
    this.nextSequence = incrementSequence(this.nextSequence, increment);
  }

  /** Adds a batch where it belongs; one with the same identity and sequence is not added twice. */
  addInFlightBatch(batch: ProducerBatch): void {
    let at = this.inFlightBatches.length;
    for (; at > 0; at--) {
      const before = this.inFlightBatches[at - 1];
      const order = before === undefined ? -1 : compareBatches(before, batch);
      if (order === 0) return;
      if (order < 0) break;
    }
    this.inFlightBatches.splice(at, 0, batch);
  }

  removeInFlightBatch(batch: ProducerBatch): void {
    const index = this.inFlightBatches.findIndex((other) => compareBatches(other, batch) === 0);
    if (index >= 0) this.inFlightBatches.splice(index, 1);
  }

  /** A new epoch: what is in flight is numbered from 0 again, in its order. */
  startSequencesAtBeginning(identity: ProducerIdAndEpoch): void {
    let sequence = 0;
    for (const batch of this.inFlightBatches) {
      batch.resetProducerState(identity, sequence);
      sequence += batch.recordCount;
    }
    this.resort();
    this.producerIdAndEpoch = identity;
    this.nextSequence = sequence;
    this.lastAckedSequence = nothingAcked;
  }

  maybeUpdateLastAckedSequence(sequence: number): void {
    if (sequence > this.lastAckedSequence) this.lastAckedSequence = sequence;
  }

  private resort(): void {
    const batches = this.inFlightBatches;
    this.inFlightBatches = [];
    for (const batch of batches) this.addInFlightBatch(batch);
  }
}

function compareBatches(a: ProducerBatch, b: ProducerBatch): number {
  return a.producerId - b.producerId || a.producerEpoch - b.producerEpoch || a.baseSequence - b.baseSequence;
}

/** Sequence numbers of all partitions. Source: TxnPartitionMap. */
export class TxnPartitionMap extends State {
  readonly entries = new Map<string, TxnPartitionEntry>();
  /** The entry asked for last: a batch asks for its own several times in a row. */
  private recent: TxnPartitionEntry | null = null;

  get(topicPartition: TopicPartition): TxnPartitionEntry {
    const entry = this.find(topicPartition);
    assert(entry !== undefined, `sequences of ${topicPartition.key} are known`);
    return entry;
  }

  find(topicPartition: TopicPartition): TxnPartitionEntry | undefined {
    if (this.recent !== null && this.recent.topicPartition === topicPartition) return this.recent;
    const entry = this.entries.get(topicPartition.key);
    if (entry !== undefined) this.recent = entry;
    return entry;
  }

  getOrCreate(topicPartition: TopicPartition): TxnPartitionEntry {
    const known = this.find(topicPartition);
    if (known !== undefined) return known;
    const entry = new TxnPartitionEntry(topicPartition);
    this.entries.set(topicPartition.key, entry);
    return entry;
  }

  lastAckedSequence(topicPartition: TopicPartition): number {
    return this.find(topicPartition)?.lastAckedSequence ?? nothingAcked;
  }

  lastAckedOffset(topicPartition: TopicPartition): number {
    return this.find(topicPartition)?.lastAckedOffset ?? nothingAcked;
  }

  remove(topicPartition: TopicPartition): void {
    this.entries.delete(topicPartition.key);
    this.recent = null;
  }

  reset(): void {
    this.entries.clear();
    this.recent = null;
  }
}
