import { State } from '../../kernel/state.ts';
import { decrementSequence, noProducerEpoch, noSequence } from './record-batch.ts';

/** What is remembered of one appended batch of a producer. Source: BatchMetadata. */
export interface BatchMetadata {
  readonly lastSeq: number;
  readonly lastOffset: number;
  readonly offsetDelta: number;
  readonly timestamp: number;
}

/** Batches remembered per producer: a retried batch that is one of these is a duplicate. Five, as many as a producer may have in flight. */
export const batchesToRetain = 5;

const noTimestamp = -1;
const noBatches: readonly BatchMetadata[] = [];

/** What a partition knows of one producer. Source: ProducerStateEntry. */
export class ProducerStateEntry extends State {
  readonly producerId: number;
  producerEpoch: number;
  coordinatorEpoch: number;
  lastTimestamp: number;
  /** The first offset of the transaction that this producer has open here; -1 when it has none. */
  currentTxnFirstOffset: number;
  /** Oldest first, at most five; replaced, never written in place. */
  batches: readonly BatchMetadata[] = noBatches;

  constructor(producerId: number, producerEpoch = noProducerEpoch, coordinatorEpoch = -1, lastTimestamp = noTimestamp) {
    super();
    this.producerId = producerId;
    this.producerEpoch = producerEpoch;
    this.coordinatorEpoch = coordinatorEpoch;
    this.lastTimestamp = lastTimestamp;
    this.currentTxnFirstOffset = -1;
  }

  get isEmpty(): boolean {
    return this.batches.length === 0;
  }

  get lastSeq(): number {
    return this.batches[this.batches.length - 1]?.lastSeq ?? noSequence;
  }

  get lastDataOffset(): number {
    return this.batches[this.batches.length - 1]?.lastOffset ?? -1;
  }

  get lastOffsetDelta(): number {
    return this.batches[this.batches.length - 1]?.offsetDelta ?? 0;
  }

  addBatch(producerEpoch: number, batch: BatchMetadata): void {
    this.maybeUpdateProducerEpoch(producerEpoch);
    this.addBatchMetadata(batch);
    this.lastTimestamp = batch.timestamp;
  }

  /** Takes over what an append found out. A new epoch forgets the batches of the old one. Source: ProducerStateEntry.update. */
  update(next: ProducerStateEntry): void {
    this.maybeUpdateProducerEpoch(next.producerEpoch);
    for (const batch of next.batches) this.addBatchMetadata(batch);
    this.coordinatorEpoch = next.coordinatorEpoch;
    this.currentTxnFirstOffset = next.currentTxnFirstOffset;
    this.lastTimestamp = next.lastTimestamp;
  }

  /** A marker ends the transaction; the remembered batches stay while the epoch does. */
  endTransaction(producerEpoch: number, coordinatorEpoch: number, timestamp: number): void {
    this.maybeUpdateProducerEpoch(producerEpoch);
    this.coordinatorEpoch = coordinatorEpoch;
    this.currentTxnFirstOffset = -1;
    this.lastTimestamp = timestamp;
  }

  /** The remembered batch of the same epoch with exactly these sequences. */
  findDuplicateBatch(producerEpoch: number, firstSeq: number, lastSeq: number): BatchMetadata | null {
    if (producerEpoch !== this.producerEpoch) return null;
    for (const batch of this.batches) if (batch.lastSeq === lastSeq && firstSeqOf(batch) === firstSeq) return batch;
    return null;
  }

  private maybeUpdateProducerEpoch(producerEpoch: number): void {
    if (this.producerEpoch === producerEpoch) return;
    this.batches = noBatches;
    this.producerEpoch = producerEpoch;
  }

  private addBatchMetadata(batch: BatchMetadata): void {
    const kept = this.batches;
    if (kept.length === 0) this.batches = [batch];
    else this.batches = kept.length < batchesToRetain ? [...kept, batch] : [kept[1]!, kept[2]!, kept[3]!, kept[4]!, batch];
  }
}

/** The sequence of the batch's first record. */
export function firstSeqOf(batch: BatchMetadata): number {
  return decrementSequence(batch.lastSeq, batch.offsetDelta);
}

/** The offset of the batch's first record. */
export function firstOffsetOf(batch: BatchMetadata): number {
  return batch.lastOffset - batch.offsetDelta;
}

/** A transaction's partition that its coordinator is asked about before the first write. Source: VerificationStateEntry. */
export class VerificationStateEntry extends State {
  readonly timestamp: number;
  /** Says which verification the write belongs to. */
  readonly verificationGuard: number;
  /** The client speaks transactions V2: each transaction has its own epoch. */
  readonly supportsEpochBump: boolean;
  lowestSequence: number;
  epoch: number;

  constructor(fields: Pick<VerificationStateEntry, 'timestamp' | 'verificationGuard' | 'supportsEpochBump' | 'lowestSequence' | 'epoch'>) {
    super();
    this.timestamp = fields.timestamp;
    this.verificationGuard = fields.verificationGuard;
    this.supportsEpochBump = fields.supportsEpochBump;
    this.lowestSequence = fields.lowestSequence;
    this.epoch = fields.epoch;
  }

  maybeUpdateLowestSequenceAndEpoch(incomingSequence: number, incomingEpoch: number): void {
    if (incomingEpoch === this.epoch && incomingSequence < this.lowestSequence) this.lowestSequence = incomingSequence;
    if (incomingEpoch > this.epoch) {
      this.epoch = incomingEpoch;
      this.lowestSequence = incomingSequence;
    }
  }
}
