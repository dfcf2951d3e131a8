import type { Context } from '../../../kernel/process.ts';
import type { ClientError } from '../common/client-error.ts';
import type { AutoOffsetResetStrategy } from './auto-offset-reset.ts';
import type { ClassicConsumer } from './classic-consumer.ts';
import { ConsumerListener } from './consumer-listener.ts';
import type { DeliveredRecords } from './consumer-listener.ts';
import {
  consumerError,
  fetchFailed,
  offsetReset,
  positionChanged,
  readReplicaChosen,
  recordsDelivered,
  truncationDetected,
} from './events.ts';
import type { PartitionName } from './topic-partition.ts';

const unknown = -1;

/** Turns what happens in a consumer into events of its node. */
export class ConsumerTracer extends ConsumerListener {
  private readonly context: Context;

  constructor(context: Context) {
    super();
    this.context = context;
  }

  override onOffsetReset(partition: PartitionName, strategy: AutoOffsetResetStrategy | null, offset: number): void {
    const { context } = this;
    context.emit(offsetReset, { partition: context.name(partition), strategy: context.name(strategy?.kind ?? ''), offset });
  }

  override onTruncationDetected(partition: PartitionName, fromOffset: number, toOffset: number | null): void {
    this.context.emit(truncationDetected, { partition: this.context.name(partition), fromOffset, toOffset: toOffset ?? unknown });
  }

  override onFetchFailed(partition: PartitionName, fetchOffset: number, errorCode: number): void {
    this.context.emit(fetchFailed, { partition: this.context.name(partition), fetchOffset, error: errorCode });
  }

  override onReadReplicaChosen(partition: PartitionName, replica: number): void {
    this.context.emit(readReplicaChosen, { partition: this.context.name(partition), replica });
  }

  override onPositionChanged(partition: PartitionName, offset: number): void {
    this.context.emit(positionChanged, { partition: this.context.name(partition), offset });
  }

  /** poll() returned records. */
  onDelivered({ partition, ranges, count }: DeliveredRecords, consumer: ClassicConsumer): void {
    const firstOffset = ranges[0]?.firstOffset ?? unknown;
    const lastOffset = ranges.at(-1)?.lastOffset ?? unknown;
    const lag = consumer.subscriptions.partitionLag(partition, consumer.settings.isReadCommitted) ?? unknown;
    this.context.emit(recordsDelivered, { partition: this.context.name(partition), firstOffset, lastOffset, recordCount: count, lag });
  }

  /** A call threw. */
  onError(error: ClientError): void {
    const { context } = this;
    context.emit(consumerError, { exception: context.name(error.exception), message: context.name(error.message) });
  }
}
