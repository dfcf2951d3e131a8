import { Shared } from '../../kernel/state.ts';
import type { Micros, NodeId } from '../../kernel/units.ts';

/** What a producer was told of a record. `unconfirmed`: acks=0, nobody will ever tell. */
export type LedgerOutcome = 'pending' | 'acknowledged' | 'failed' | 'unconfirmed';

/** With what a callback was called: Kafka's code of it, and the class. */
export interface ToldError {
  readonly errorCode: number;
  readonly exception: string;
}

/** How often a run was handed to one consumer's program. */
export interface LedgerDelivery {
  readonly consumer: NodeId;
  readonly times: number;
}

/** How often the work of a run was done for one application. */
export interface LedgerProcessing {
  readonly application: string;
  readonly times: number;
}

/** What only some entries have. Never changed, but replaced, so that entries and checkpoints share it. */
export class LedgerRest extends Shared {
  /** The key of a record that a person typed; null for others. */
  readonly key: string | null;
  readonly errorCode: number;
  /** The simple name of the Java class that a failed record's callback was given; '' for others. */
  readonly exception: string;
  /** Where a leader appended the first record besides the first place. */
  readonly laterOffsets: readonly number[];
  /** Copies in the current leader's log beyond the first. */
  readonly extraCopies: number;
  /** Consumer and how often the run was handed to its program. */
  readonly deliveries: readonly LedgerDelivery[];
  /** Application and how often the run was processed for it. */
  readonly processings: readonly LedgerProcessing[];

  constructor(fields: Omit<LedgerRest, keyof Shared | 'with' | 'says'>) {
    super();
    this.key = fields.key;
    this.errorCode = fields.errorCode;
    this.exception = fields.exception;
    this.laterOffsets = fields.laterOffsets;
    this.extraCopies = fields.extraCopies;
    this.deliveries = fields.deliveries;
    this.processings = fields.processings;
  }

  /** Whether it says the same as another; one of a record that was written twice stands alone. */
  says(other: LedgerRest): boolean {
    const { key, errorCode, exception, laterOffsets, extraCopies, deliveries, processings } = this;
    if (key !== other.key || errorCode !== other.errorCode || exception !== other.exception || extraCopies !== other.extraCopies)
      return false;
    if (laterOffsets.length + other.laterOffsets.length > 0 || deliveries.length !== other.deliveries.length) return false;
    if (processings.length !== other.processings.length) return false;
    return (
      deliveries.every((own, i) => own.times === other.deliveries[i]?.times && own.consumer === other.deliveries[i].consumer) &&
      processings.every((own, i) => own.times === other.processings[i]?.times && own.application === other.processings[i].application)
    );
  }

  /** The same with some fields changed. */
  with(changes: Partial<Omit<LedgerRest, keyof Shared | 'with' | 'says'>>): LedgerRest {
    return new LedgerRest({
      key: changes.key ?? this.key,
      errorCode: changes.errorCode ?? this.errorCode,
      exception: changes.exception ?? this.exception,
      laterOffsets: changes.laterOffsets ?? this.laterOffsets,
      extraCopies: changes.extraCopies ?? this.extraCopies,
      deliveries: changes.deliveries ?? this.deliveries,
      processings: changes.processings ?? this.processings,
    });
  }
}

/** Nothing but what every entry has. */
export const noRest = new LedgerRest({
  key: null,
  errorCode: 0,
  exception: '',
  laterOffsets: [],
  extraCopies: 0,
  deliveries: [],
  processings: [],
});

/** What became of a run of records that shared their fate, as the ledger knew it when it was asked. */
export interface LedgerEntry {
  /** The ledger's number of the first record; the others follow. */
  readonly firstId: number;
  readonly count: number;
  readonly producer: NodeId;
  readonly sentMicros: Micros;
  readonly outcome: LedgerOutcome;
  /** When the producer was told; -1 before. */
  readonly outcomeMicros: Micros;
  /** Appended, but in no current leader's log: by one that was leader no longer, or by one whose successor lacks it. */
  readonly isStranded: boolean;
  /** Acknowledged and stranded. */
  readonly isLost: boolean;
  /** The different offsets at which a leader appended the first record, in order; more than one after a retry. */
  readonly appendOffsets: readonly number[];
  readonly key: string | null;
  readonly errorCode: number;
  readonly exception: string;
  readonly extraCopies: number;
  readonly deliveries: readonly LedgerDelivery[];
  readonly processings: readonly LedgerProcessing[];
}
