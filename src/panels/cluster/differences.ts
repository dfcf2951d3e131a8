/** What differs between two histories at one time, read off their rows. */
import type { ClusterRow } from './rows.ts';
import type { StageRows } from './tables.ts';
import { shownWait, waitsOfBoth } from './waits.ts';

/** A difference, with its two values. */
export interface Difference {
  readonly id: string;
  /** Code of a text `difference.<kind>`. */
  readonly kind: 'acked' | 'slowest' | 'lost' | 'duplicated' | 'leader' | 'isr' | 'log-end' | 'high-watermark' | 'record' | 'process';
  readonly params: Readonly<Record<string, string | number>>;
  readonly here: string;
  readonly there: string;
  /** In whose column it can be seen; -1: in none. */
  readonly broker: number;
}

/** What is known of one history. */
export interface Side {
  readonly rows: StageRows;
  readonly ledger: ClusterRow | undefined;
}

/** Differences at a time, the weightiest first. */
export function differencesOf(
  { rows: here, ledger: ledgerHere }: Side,
  { rows: there, ledger: ledgerThere }: Side,
  nowMicros: number,
): readonly Difference[] {
  const found: Difference[] = [];
  const add = (kind: Difference['kind'], params: Difference['params'], one: string | number, other: string | number): void => {
    const broker = Number(params['broker'] ?? (kind === 'leader' ? one : -1));
    if (String(one) !== String(other))
      found.push({ id: `${kind}${JSON.stringify(params)}`, kind, params, here: String(one), there: String(other), broker });
  };
  if (ledgerHere !== undefined && ledgerThere !== undefined) {
    add('lost', {}, ledgerHere.lostCount, ledgerThere.lostCount);
    add('acked', {}, ledgerHere.ackedCount, ledgerThere.ackedCount);
    add('duplicated', {}, ledgerHere.duplicatedCount, ledgerThere.duplicatedCount);
  }
  for (const { producer, one, other } of waitsOfBoth(here.waits, there.waits, nowMicros))
    add('slowest', { producer }, shownWait(one), shownWait(other));
  for (const partition of here.partitionById.values()) {
    const other = there.partitionById.get(partition.id);
    if (other === undefined) continue;
    add('leader', { partition: partition.id }, partition.leader, other.leader);
    add('isr', { partition: partition.id }, partition.isr.join(' '), other.isr.join(' '));
  }
  for (const broker of here.brokers)
    add('process', { broker: broker.broker }, broker.process, there.brokers.find((row) => row.id === broker.id)?.process ?? broker.process);
  for (const replica of here.replicaById.values()) {
    const other = there.replicaById.get(replica.id);
    if (other === undefined) continue;
    add('log-end', { partition: replica.partition, broker: replica.broker }, replica.logEndOffset, other.logEndOffset);
    add('high-watermark', { partition: replica.partition, broker: replica.broker }, replica.highWatermark, other.highWatermark);
  }
  return found;
}
