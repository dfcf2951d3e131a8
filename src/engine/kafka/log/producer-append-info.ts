import { grown } from '../../kernel/grown.ts';
import { logError } from './log-errors.ts';
import type { LogError } from './log-errors.ts';
import { transactionVersionUnknown } from './log-types.ts';
import type { AppendOrigin } from './log-types.ts';
import { ProducerStateEntry } from './producer-state-entry.ts';
import type { VerificationStateEntry } from './producer-state-entry.ts';
import { noProducerEpoch, noSequence } from './record-batch.ts';
import type { RecordBatch } from './record-batch.ts';
import type { CompletedTxn } from './transaction-index.ts';

const maxProducerEpoch = 32767;
const maxSequence = 2147483647;

/** The offset with its place in the segment, where known: errors print it. Source: LogOffsetMetadata. */
export interface LogOffsetMetadata {
  readonly messageOffset: number;
  /** -1: only the offset is known. */
  readonly segmentBaseOffset: number;
  readonly relativePositionInSegment: number;
}

/** A transaction that is open, or whose marker is not below the high watermark yet. Source: TxnMetadata. */
export interface TxnMetadata {
  readonly producerId: number;
  readonly firstOffset: LogOffsetMetadata;
  /** The marker's offset; -1 while it is open. */
  readonly lastOffset: number;
}

const noTransactions: readonly TxnMetadata[] = [];

function unplaced(messageOffset: number): LogOffsetMetadata {
  return { messageOffset, segmentBaseOffset: -1, relativePositionInSegment: -1 };
}

/**
 * Checks the batches of one producer in one append against what is known of it, and collects what to remember; nothing is changed until
 * ProducerStateManager.update. It lives only during the append. Source: ProducerAppendInfo.
 */
export class ProducerAppendInfo {
  readonly producerId: number;
  readonly updatedEntry: ProducerStateEntry;
  startedTransactions: readonly TxnMetadata[] = noTransactions;
  private readonly topicPartition: string;
  private readonly currentEntry: ProducerStateEntry | null;
  private readonly origin: AppendOrigin;
  /** The transaction version of the append's markers. */
  transactionVersion = transactionVersionUnknown;
  /** Of the producer's transaction, while its coordinator is asked about it. */
  verification: VerificationStateEntry | null = null;

  constructor(topicPartition: string, producerId: number, known: ProducerStateEntry | null, origin: AppendOrigin) {
    this.topicPartition = topicPartition;
    this.producerId = producerId;
    this.currentEntry = known;
    this.origin = origin;
    this.updatedEntry = new ProducerStateEntry(producerId, known?.producerEpoch, known?.coordinatorEpoch, known?.lastTimestamp);
    if (known !== null) this.updatedEntry.currentTxnFirstOffset = known.currentTxnFirstOffset;
  }

  /** Takes a batch; answers the transaction that it ends, null when it ends none. */
  append(batch: RecordBatch, firstOffset: LogOffsetMetadata | null): CompletedTxn | null | LogError {
    if (batch.isControlBatch) return batch.count === 0 ? null : this.appendEndTxnMarker(batch, this.transactionVersion);
    return this.appendDataBatch(batch, firstOffset);
  }

  private appendDataBatch(batch: RecordBatch, firstOffset: LogOffsetMetadata | null): null | LogError {
    const offset = batch.baseOffset;
    const error =
      this.checkProducerEpoch(batch.producerEpoch, offset, transactionVersionUnknown) ??
      (this.origin === 'CLIENT' ? this.checkSequence(batch.producerEpoch, batch.baseSequence, offset) : null);
    if (error !== null) return error;
    const { lastOffset, lastSequence, maxTimestamp } = batch;
    const metadata = { lastSeq: lastSequence, lastOffset, offsetDelta: lastOffset - offset, timestamp: maxTimestamp };
    this.updatedEntry.addBatch(batch.producerEpoch, metadata);
    if (this.updatedEntry.currentTxnFirstOffset >= 0) {
      if (batch.isTransactional) return null;
      const { segmentBaseOffset, relativePositionInSegment } = firstOffset ?? unplaced(offset);
      const segment = `${String(segmentBaseOffset)}:${String(relativePositionInSegment)}`;
      const place = `(offset=${String(offset)}, segment=[${segment}]) in partition ${this.topicPartition}`;
      const who = `Expected transactional write from producer ${String(this.producerId)}`;
      return logError('INVALID_TXN_STATE', `${who} at offset ${place}`);
    }
    if (batch.isTransactional) {
      this.updatedEntry.currentTxnFirstOffset = offset;
      const started = { producerId: this.producerId, firstOffset: firstOffset ?? unplaced(offset), lastOffset: -1 };
      this.startedTransactions = grown(this.startedTransactions, started);
    }
    return null;
  }

  private appendEndTxnMarker(batch: RecordBatch, transactionVersion: number): CompletedTxn | null | LogError {
    if (transactionVersion === transactionVersionUnknown && this.origin !== 'REPLICATION') {
      const message = `transactionVersion must be explicitly specified, cannot use default value TV_UNKNOWN for origin ${this.origin}`;
      return logError('UNKNOWN_SERVER_ERROR', message, 'IllegalArgumentException');
    }
    const offset = batch.baseOffset;
    const version = transactionVersion === transactionVersionUnknown ? 0 : transactionVersion;
    const fenced = this.checkProducerEpoch(batch.producerEpoch, offset, version);
    const error = fenced ?? this.checkCoordinatorEpoch(batch.coordinatorEpoch, offset);
    if (error !== null) return error;
    const firstOffset = this.updatedEntry.currentTxnFirstOffset;
    this.updatedEntry.endTransaction(batch.producerEpoch, batch.coordinatorEpoch, batch.timestampOf(0));
    if (firstOffset < 0) return null;
    return { producerId: this.producerId, firstOffset, lastOffset: offset, isAborted: batch.controlType === 'ABORT' };
  }

  /** A marker of transactions V2 must carry a newer epoch than the data, unless it repeats one that ended the transaction already. */
  private checkProducerEpoch(producerEpoch: number, offset: number, transactionVersion: number): LogError | null {
    const current = this.updatedEntry.producerEpoch;
    const isV2 = transactionVersion >= 2;
    if (isV2 ? producerEpoch > current : producerEpoch >= current) return null;
    const hasNoOpenTxn = this.updatedEntry.currentTxnFirstOffset < 0;
    if (isV2 && producerEpoch === current && (hasNoOpenTxn || producerEpoch === maxProducerEpoch)) return null;
    // Followers believe what their leader wrote.
    if (this.origin === 'REPLICATION') return null;
    const where = `Epoch of producer ${String(this.producerId)} at offset ${String(offset)} in ${this.topicPartition}`;
    const comparison = `${String(producerEpoch)}, which is ${isV2 ? '<=' : '<'} the last seen epoch ${String(current)}`;
    return logError('INVALID_PRODUCER_EPOCH', `${where} is ${comparison} (TV${String(transactionVersion)})`);
  }

  private checkSequence(producerEpoch: number, firstSeq: number, offset: number): LogError | null {
    const verification = this.verification;
    const currentIsEmpty = this.currentEntry === null || this.currentEntry.isEmpty;
    if (verification !== null && verification.supportsEpochBump && firstSeq !== 0 && currentIsEmpty) {
      const expected = 'Expected sequence 0 for transactions v2 idempotent producer with no existing state.';
      const incoming = `${String(firstSeq)} (incoming seq. number)`;
      return this.outOfOrder(`Invalid sequence number for producer ${this.at(offset)}: ${incoming}. ${expected}`);
    }
    if (verification !== null && firstSeq > verification.lowestSequence) {
      const seen = `${String(verification.lowestSequence)} (earliest seen sequence)`;
      const incoming = `${String(firstSeq)} (incoming seq. number)`;
      return this.outOfOrder(`Out of order sequence number for producer ${this.at(offset)}: ${incoming}, ${seen}`);
    }
    const updated = this.updatedEntry;
    if (producerEpoch !== updated.producerEpoch) {
      if (firstSeq === 0 || updated.producerEpoch === noProducerEpoch) return null;
      const where = `${String(this.producerId)}at offset ${String(offset)} in partition ${this.topicPartition}`;
      const current = `${String(updated.producerEpoch)} (current producer epoch)`;
      const numbers = `${String(producerEpoch)} (request epoch), ${String(firstSeq)} (seq. number), ${current}`;
      return this.outOfOrder(`Invalid sequence number for new epoch of producer ${where}: ${numbers}`);
    }
    const lastSeq = this.currentLastSeq(producerEpoch);
    const isKnown = this.currentEntry !== null && this.currentEntry.producerEpoch !== noProducerEpoch;
    if (!isKnown || firstSeq === lastSeq + 1 || (firstSeq === 0 && lastSeq === maxSequence)) return null;
    const numbers = `${String(firstSeq)} (incoming seq. number), ${String(lastSeq)} (current end sequence number)`;
    return this.outOfOrder(`Out of order sequence number for producer ${this.at(offset)}: ${numbers}`);
  }

  private currentLastSeq(producerEpoch: number): number {
    if (!this.updatedEntry.isEmpty) return this.updatedEntry.lastSeq;
    return this.currentEntry !== null && producerEpoch === this.currentEntry.producerEpoch ? this.currentEntry.lastSeq : noSequence;
  }

  private checkCoordinatorEpoch(coordinatorEpoch: number, offset: number): LogError | null {
    const current = this.updatedEntry.coordinatorEpoch;
    if (current <= coordinatorEpoch || this.origin === 'REPLICATION') return null;
    const where = `Invalid coordinator epoch for producerId ${this.at(offset)}`;
    return logError('TRANSACTION_COORDINATOR_FENCED', `${where}: ${String(coordinatorEpoch)} (zombie), ${String(current)} (current)`);
  }

  private at(offset: number): string {
    return `${String(this.producerId)} at offset ${String(offset)} in partition ${this.topicPartition}`;
  }

  private outOfOrder(message: string): LogError {
    return logError('OUT_OF_ORDER_SEQUENCE_NUMBER', message);
  }
}

/** True for an error among the answers of an append. */
export function isLogError(value: object | null): value is LogError {
  return value !== null && 'kind' in value && value.kind === 'error';
}
