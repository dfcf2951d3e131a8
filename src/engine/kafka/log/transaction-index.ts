import { State } from '../../kernel/state.ts';
import { assert } from '../../kernel/units.ts';

/** A transaction whose marker has been appended. Source: CompletedTxn. */
export interface CompletedTxn {
  readonly producerId: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly isAborted: boolean;
}

/** One entry of `.txnindex`. Source: AbortedTxn. */
export interface AbortedTxn {
  readonly producerId: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly lastStableOffset: number;
}

/** Aborted transactions whose marker is in this segment: `.txnindex`, which exists only when it has entries. Source: TransactionIndex. */
export class TransactionIndex extends State {
  private txns: readonly AbortedTxn[] = [];
  /** The file appears with the first entry and stays, even when it is cut to nothing. */
  hasFile = false;
  /** The beginning of an entry that a damaged file ended with; every reader stops before it. */
  partialEntry: Uint8Array = new Uint8Array(0);

  allAbortedTxns(): readonly AbortedTxn[] {
    return this.txns;
  }

  append(txn: AbortedTxn): void {
    const last = this.txns[this.txns.length - 1];
    assert(last === undefined || last.lastOffset < txn.lastOffset, 'last offsets of aborted transactions rise');
    this.txns = [...this.txns, txn];
    this.hasFile = true;
  }

  /** Takes over a file's entries; the beginning of one at the end is passed over. */
  loadFile(txns: readonly AbortedTxn[], partialEntry: Uint8Array): void {
    this.txns = txns;
    this.partialEntry = partialEntry;
    this.hasFile = true;
  }

  /** False when an entry ends below the segment: then the segment is checked and indexed anew. Source: TransactionIndex.sanityCheck. */
  isSane(baseOffset: number): boolean {
    return this.txns.every((txn) => txn.lastOffset >= baseOffset);
  }

  reset(): void {
    this.txns = [];
    this.partialEntry = new Uint8Array(0);
  }

  /** Removes from the first entry whose marker is at or above the offset on. */
  truncateTo(offset: number): void {
    const first = this.txns.findIndex((txn) => txn.lastOffset >= offset);
    if (first < 0) return;
    this.txns = this.txns.slice(0, first);
    this.partialEntry = new Uint8Array(0);
  }

  /**
   * Adds the aborted transactions that overlap [fetchOffset, upperBoundOffset) to `found`; true when later segments need not be asked,
   * because an entry's last stable offset passed the bound.
   */
  collectAbortedTxns(fetchOffset: number, upperBoundOffset: number, found: AbortedTxn[]): boolean {
    for (const txn of this.txns) {
      if (txn.lastOffset >= fetchOffset && txn.firstOffset < upperBoundOffset) found.push(txn);
      if (txn.lastStableOffset >= upperBoundOffset) return true;
    }
    return false;
  }
}
