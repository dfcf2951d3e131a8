import { Shared } from '../../../kernel/state.ts';
import type { NodeId } from '../../../kernel/units.ts';
import type { Ledger, LedgerRun } from '../../ledger/ledger.ts';
import type { DeliveredRange, DeliveredRecords } from './consumer-listener.ts';
import type { PartitionName } from './topic-partition.ts';

/** Is told what an application was given and what it has done with it, one call a partition or batch. Does nothing by itself. */
export class ConsumerObserver extends Shared {
  /** poll() returned these records. */
  onRecordsDelivered(_consumer: NodeId, _records: DeliveredRecords): void {
    // Nobody observes.
  }

  /** The application has done its work on these records, in this order. */
  onRecordsProcessed(_consumer: NodeId, _partition: PartitionName, _range: DeliveredRange, _application: string): void {
    // Nobody observes.
  }
}

/** Reports deliveries and work to the ground-truth ledger. */
export class LedgerConsumerObserver extends ConsumerObserver {
  private readonly ledger: Ledger;

  constructor(ledger: Ledger) {
    super();
    this.ledger = ledger;
  }

  override onRecordsDelivered(consumer: NodeId, records: DeliveredRecords): void {
    for (const range of records.ranges) for (const run of ledgerRunsOf(records.partition, range)) this.ledger.delivered(run, consumer);
  }

  override onRecordsProcessed(_consumer: NodeId, partition: PartitionName, range: DeliveredRange, application: string): void {
    for (const run of ledgerRunsOf(partition, range)) this.ledger.processed(run, application);
  }
}

/** The ledger's numbers of the records of a range, as runs. */
export function ledgerRunsOf(topicPartition: PartitionName, range: DeliveredRange): LedgerRun[] {
  const from = range.firstIndex;
  const to = from + range.count;
  const runs: LedgerRun[] = [];
  for (const { index, firstId, count } of range.batch.records.ledgerRuns()) {
    const first = Math.max(index, from);
    const last = Math.min(index + count, to);
    if (first < last) runs.push({ topicPartition, firstId: firstId + first - index, count: last - first });
  }
  return runs;
}
