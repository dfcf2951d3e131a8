import { State } from '../../kernel/state.ts';
import type { TxnMetadata } from './producer-append-info.ts';

/** Transactions by first offset, ascending: Kafka's TreeMap. Few at a time, and new ones nearly always come last. */
export class TxnList extends State {
  private txns: readonly TxnMetadata[] = [];

  get isEmpty(): boolean {
    return this.txns.length === 0;
  }

  get first(): TxnMetadata | null {
    // Mostly there is none, and a list that is read outside its bounds is slow from then on.
    return this.txns.length === 0 ? null : this.txns[0]!;
  }

  /** The earliest transaction of another producer. */
  firstOfOther(producerId: number): TxnMetadata | null {
    for (const txn of this.txns) if (txn.producerId !== producerId) return txn;
    return null;
  }

  put(txn: TxnMetadata): void {
    const offset = txn.firstOffset.messageOffset;
    const others = this.txns.filter((other) => other.firstOffset.messageOffset !== offset);
    const index = others.findIndex((other) => other.firstOffset.messageOffset > offset);
    const place = index < 0 ? others.length : index;
    this.txns = [...others.slice(0, place), txn, ...others.slice(place)];
  }

  remove(firstOffset: number): TxnMetadata | null {
    const found = this.txns.find((txn) => txn.firstOffset.messageOffset === firstOffset) ?? null;
    if (found !== null) this.txns = this.txns.filter((txn) => txn !== found);
    return found;
  }

  /** Removes the ended ones whose marker is below the offset. */
  removeEndedBefore(offset: number): void {
    if (this.txns.some((txn) => txn.lastOffset >= 0 && txn.lastOffset < offset)) {
      this.txns = this.txns.filter((txn) => txn.lastOffset < 0 || txn.lastOffset >= offset);
    }
  }

  clear(): void {
    this.txns = [];
  }
}
