import type { Micros } from '../../engine/kernel/units.ts';
import { microsPerMilli } from '../../engine/kernel/units.ts';
import type { Json } from '../registry.ts';
import type { JsonObject } from '../rows.ts';
import { errorJson } from './errors-json.ts';
import type { RecordedProducer } from './recorded-producer.ts';
import type { Job, Stage } from './stage.ts';

/** A record that a scenario sends. */
export interface RecordToProduce {
  readonly topic: string;
  readonly partition: number | null;
  readonly key: string | null;
  readonly value: string | null;
}

/** How the records of one step are sent. */
export interface ProduceOptions {
  /** each: the next record is sent when the one before has its result. */
  readonly mode: 'each' | 'all';
  readonly gapMillis: number;
}

const never: Micros = Number.MAX_SAFE_INTEGER;

/** The thread of a program that sends a few records and waits for their futures. */
export class ProduceJob implements Job {
  wakeMicros: Micros = never;
  readonly records: readonly RecordToProduce[];
  private readonly stage: Stage;
  private readonly producer: RecordedProducer;
  private readonly options: ProduceOptions;
  private readonly ledgerIds: number[] = [];
  private nextMicros = 0;

  constructor(stage: Stage, parts: { producer: RecordedProducer; records: readonly RecordToProduce[]; options: ProduceOptions }) {
    this.stage = stage;
    this.producer = parts.producer;
    this.records = parts.records;
    this.options = parts.options;
  }

  get isDone(): boolean {
    return this.ledgerIds.length === this.records.length && this.ledgerIds.every((id) => this.producer.outcome(id) !== null);
  }

  goOn(nowMicros: Micros): boolean {
    const { mode, gapMillis } = this.options;
    for (;;) {
      const record = this.records[this.ledgerIds.length];
      if (record === undefined) break;
      const last = this.ledgerIds.at(-1);
      if (mode === 'each' && last !== undefined && this.producer.outcome(last) === null) return false;
      if (last !== undefined && gapMillis > 0 && this.nextMicros === 0) this.nextMicros = nowMicros + gapMillis * microsPerMilli;
      if (nowMicros < this.nextMicros) {
        this.wakeMicros = this.nextMicros;
        return false;
      }
      this.nextMicros = 0;
      this.wakeMicros = never;
      const ledgerId = this.stage.cluster.ledger.allocate(1);
      this.ledgerIds.push(ledgerId);
      this.producer.sendRecord({ ...record, ledgerId });
    }
    return this.isDone;
  }

  /** One outcome a record, in order: its offset (with the partition where the producer chose it), or the error. */
  results(): readonly Json[] {
    return this.records.map((record, i) => this.resultOf(record, this.ledgerIds[i] ?? 0));
  }

  private resultOf({ partition }: RecordToProduce, ledgerId: number): Json {
    const outcome = this.producer.outcome(ledgerId);
    if (outcome === null) return { unsupported: 'the record has no result' };
    if (outcome.kind === 'failed') return errorJson(outcome.error);
    const chosen: JsonObject = { partition: outcome.partition, offset: outcome.offset };
    return partition === null ? chosen : outcome.offset;
  }
}
