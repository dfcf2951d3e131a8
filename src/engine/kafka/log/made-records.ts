import { Shared } from '../../kernel/state.ts';
import { RecordSource } from './record-batch.ts';

/** Where the records of a run come from: typed one by one, or made by a generator when somebody looks. */
export abstract class RunContent extends Shared {
  /** So many records from the one with this number on, with their ledger ids and their timestamp. */
  abstract slice(firstNumber: number, count: number, firstLedgerId: number, timestamp: number): RecordSource;
}

/** Records that a content makes anew from a few numbers whenever it is asked: two that agree in all of these are the same records. */
export abstract class MadeRecords extends RecordSource {
  abstract readonly content: RunContent;
  /** The number of the first record in the content. */
  abstract readonly firstNumber: number;
  /** The first record's number in the ledger; 0 when nobody counts them. */
  abstract readonly firstId: number;
  /** Of each record, epoch milliseconds. */
  abstract readonly timestamp: number;
}

/** Whether two sources give the same records; false also where that cannot be told without making them. */
export function areSameRecords(a: RecordSource, b: RecordSource): boolean {
  if (a === b) return true;
  if (!(a instanceof MadeRecords && b instanceof MadeRecords)) return false;
  if (a.content !== b.content || a.count !== b.count) return false;
  return a.firstNumber === b.firstNumber && a.firstId === b.firstId && a.timestamp === b.timestamp;
}
