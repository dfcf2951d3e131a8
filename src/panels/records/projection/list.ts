import type { LedgerEntry } from '../../../engine/kafka/ledger/ledger-entry.ts';
import type { PartitionLedger } from '../../../engine/kafka/ledger/partition-ledger.ts';
import type { Fate } from '../rows.ts';

/** An entry and the partition that it was sent to. */
export interface Listed {
  readonly index: number;
  readonly partition: string;
  readonly entry: LedgerEntry;
}

/** A window of the list: rows [firstRow, firstRow + count) of those that the filter lets through. */
export interface ListWindow {
  readonly fate: Fate | null;
  /** Negative: the last ones. */
  readonly firstRow: number;
  readonly count: number;
}

/** Entries under a filter that are looked through at most, newest last. */
const maxLooks = 200_000;

/** The worst that is true of an entry. */
export function fateOf(entry: LedgerEntry): Fate {
  if (entry.isLost) return 'lost';
  if (entry.extraCopies > 0) return 'again';
  switch (entry.outcome) {
    case 'pending':
      return 'waiting';
    case 'acknowledged':
      return 'acked';
    case 'unconfirmed':
      return 'unknown';
    case 'failed':
      return entry.appendOffsets.length > 0 ? 'unknown' : 'not-written';
  }
}

/** Lists entries of all partitions in the order in which they were sent. */
export function listed(
  ledgers: readonly PartitionLedger[],
  window: ListWindow,
): { readonly rowCount: number; readonly firstRow: number; readonly rows: readonly Listed[] } {
  return window.fate === null ? listAll(ledgers, window) : listFiltered(ledgers, window, window.fate);
}

function listAll(ledgers: readonly PartitionLedger[], window: ListWindow): ReturnType<typeof listed> {
  const rowCount = countBelow(ledgers, Number.MAX_SAFE_INTEGER);
  const firstRow = window.firstRow < 0 ? Math.max(0, rowCount - window.count) : Math.min(window.firstRow, Math.max(0, rowCount - 1));
  const id = numberAt(ledgers, firstRow);
  const found: Omit<Listed, 'index'>[] = [];
  for (const ledger of ledgers)
    for (const entry of ledger.entriesFrom(ledger.countBelow(id), window.count)) found.push({ partition: ledger.topicPartition, entry });
  found.sort(bySending);
  return { rowCount, firstRow, rows: found.slice(0, window.count).map((item, index) => ({ ...item, index: firstRow + index })) };
}

/** Two entries never share a number. */
function bySending(one: Omit<Listed, 'index'>, other: Omit<Listed, 'index'>): number {
  return one.entry.firstId - other.entry.firstId;
}

function countBelow(ledgers: readonly PartitionLedger[], id: number): number {
  let count = 0;
  for (const ledger of ledgers) count += ledger.countBelow(id);
  return count;
}

/** The ledger's number of the entry at a place among all: numbers are given in the order of sending. */
function numberAt(ledgers: readonly PartitionLedger[], index: number): number {
  let low = 0;
  let high = 1;
  const total = countBelow(ledgers, Number.MAX_SAFE_INTEGER);
  while (countBelow(ledgers, high) < total) high *= 2;
  // The largest number below which exactly `index` entries begin, or fewer.
  while (low < high) {
    const middle = Math.floor((low + high + 1) / 2);
    if (countBelow(ledgers, middle) <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

function listFiltered(ledgers: readonly PartitionLedger[], window: ListWindow, fate: Fate): ReturnType<typeof listed> {
  const matching: Omit<Listed, 'index'>[] = [];
  for (const ledger of ledgers) {
    const count = ledger.countBelow(Number.MAX_SAFE_INTEGER);
    for (const entry of ledger.entriesFrom(Math.max(0, count - maxLooks), maxLooks))
      if (fateOf(entry) === fate) matching.push({ partition: ledger.topicPartition, entry });
  }
  matching.sort(bySending);
  const rowCount = matching.length;
  const firstRow = window.firstRow < 0 ? Math.max(0, rowCount - window.count) : Math.min(window.firstRow, Math.max(0, rowCount - 1));
  return {
    rowCount,
    firstRow,
    rows: matching.slice(firstRow, firstRow + window.count).map((item, index) => ({ ...item, index: firstRow + index })),
  };
}
