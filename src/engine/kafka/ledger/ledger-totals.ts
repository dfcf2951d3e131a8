/** Sums over the entries of a partition, in records. */
export interface LedgerTotals {
  sent: number;
  acknowledged: number;
  failed: number;
  unconfirmed: number;
  lost: number;
  duplicated: number;
  /** Of those that failed: how many a leader had appended all the same. */
  failedButWritten: number;
  delivered: number;
  deliveredAgain: number;
}

/** Nothing sent yet. */
export function emptyTotals(): LedgerTotals {
  return {
    sent: 0,
    acknowledged: 0,
    failed: 0,
    unconfirmed: 0,
    lost: 0,
    duplicated: 0,
    failedButWritten: 0,
    delivered: 0,
    deliveredAgain: 0,
  };
}
