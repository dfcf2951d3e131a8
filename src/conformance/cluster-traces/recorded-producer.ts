import type { ClientError } from '../../engine/kafka/clients/common/client-error.ts';
import { ProcessObserver } from '../../engine/kafka/clients/producer/process-observer.ts';
import type { LedgerPort } from '../../engine/kafka/clients/producer/process-observer.ts';
import type {
  AcknowledgedRange,
  FailedRange,
  FailureKind,
  ProducerObserver,
} from '../../engine/kafka/clients/producer/producer-observer.ts';
import type { ProducerProcessOptions } from '../../engine/kafka/clients/producer/producer-options.ts';
import { ProducerProcess } from '../../engine/kafka/clients/producer/producer-process.ts';
import type { Context } from '../../engine/kernel/process.ts';
import { Entity } from '../../engine/kernel/state.ts';
import type { EntityRegistry } from '../../engine/kernel/state.ts';

/** What a record's future came to. */
export type RecordOutcome =
  { readonly kind: 'sent'; readonly partition: number; readonly offset: number } | { readonly kind: 'failed'; readonly error: ClientError };

/** Outcomes by ledger number. */
class OutcomeTable extends Entity {
  readonly byLedgerId = new Map<number, RecordOutcome>();
}

class OutcomeObserver extends ProcessObserver {
  private readonly outcomes: OutcomeTable;

  constructor(context: Context, parts: { readonly ledger: LedgerPort; readonly acks: number; readonly outcomes: OutcomeTable }) {
    super(context, parts.ledger, parts.acks);
    this.outcomes = parts.outcomes;
  }

  override onAcknowledged(range: AcknowledgedRange): void {
    super.onAcknowledged(range);
    const { partition } = range.topicPartition;
    for (let i = 0; i < range.count; i++) {
      const offset = range.baseOffset < 0 ? -1 : range.baseOffset + i;
      this.note(range.firstLedgerId + i, { kind: 'sent', partition, offset });
    }
  }

  override onFailed(range: FailedRange, how: FailureKind): void {
    super.onFailed(range, how);
    for (let i = 0; i < range.count; i++) this.note(range.firstLedgerId + i, { kind: 'failed', error: range.error });
  }

  private note(ledgerId: number, outcome: RecordOutcome): void {
    this.outcomes.touch();
    if (!this.outcomes.byLedgerId.has(ledgerId)) this.outcomes.byLedgerId.set(ledgerId, outcome);
  }
}

/** A producer's process that remembers what each record's future came to. */
export class RecordedProducer extends ProducerProcess {
  private readonly outcomes: OutcomeTable;
  private readonly ledgerPort: LedgerPort;

  constructor(registry: EntityRegistry, context: Context, options: ProducerProcessOptions) {
    super(registry, context, options);
    this.outcomes = new OutcomeTable(registry);
    this.ledgerPort = options.ledger;
  }

  /** Null while the record has neither offset nor error. */
  outcome(ledgerId: number): RecordOutcome | null {
    return this.outcomes.byLedgerId.get(ledgerId) ?? null;
  }

  protected override createObserver(): ProducerObserver {
    return new OutcomeObserver(this.context, { ledger: this.ledgerPort, acks: this.settings.acks, outcomes: this.outcomes });
  }
}
