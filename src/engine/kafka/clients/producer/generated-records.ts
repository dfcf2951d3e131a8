import { Shared } from '../../../kernel/state.ts';
import { MadeRecords, RunContent } from '../../log/made-records.ts';
import type { KafkaRecord, LedgerRunOfRecords, RecordSource } from '../../log/record-batch.ts';
import { plainRecordSizeBytes } from '../../log/record-size.ts';
import { utf8Length } from '../../util/utf8.ts';
import { nextWiderOffsetDelta } from './record-sizes.ts';

/** Which records a workload makes. */
export interface GeneratorFields {
  readonly seed: number;
  readonly valueSizeBytes: number;
  readonly keys: readonly string[];
  readonly keyChoice: 'in-turn' | 'random';
}

/**
 * A workload's records as a function of their number: nothing is kept but the seed, so a batch of them costs the same whether it holds
 * one record or a thousand.
 */
export class RecordGenerator extends Shared {
  readonly seed: number;
  readonly valueSizeBytes: number;
  readonly keys: readonly string[];
  readonly keyChoice: 'in-turn' | 'random';

  constructor(fields: GeneratorFields) {
    super();
    this.seed = fields.seed;
    this.valueSizeBytes = fields.valueSizeBytes;
    this.keys = fields.keys;
    this.keyChoice = fields.keyChoice;
  }

  /** The key of the record with this number; null when the workload has none. */
  keyText(number: number): string | null {
    const { keys } = this;
    if (keys.length === 0) return null;
    const index = this.keyChoice === 'in-turn' ? number % keys.length : mix(this.seed, number) % keys.length;
    return keys[index] ?? null;
  }

  /** The value of the record with this number: the number, then filler, in exactly valueSizeBytes ASCII characters. */
  valueText(number: number): string {
    let text = String(number);
    for (let block = 0; text.length < this.valueSizeBytes; block++) text += ` ${mix(this.seed + block, number).toString(36)}`;
    return text.slice(0, this.valueSizeBytes);
  }
}

/** The content of all runs of a workload. */
export class GeneratedContent extends RunContent {
  readonly generator: RecordGenerator;

  constructor(generator: RecordGenerator) {
    super();
    this.generator = generator;
  }

  slice(firstNumber: number, count: number, firstLedgerId: number, timestamp: number): RecordSource {
    return new GeneratedRecords(this, firstNumber, count, firstLedgerId, timestamp);
  }
}

/** Generated records of one batch: made only when somebody looks. */
class GeneratedRecords extends MadeRecords implements LedgerRunOfRecords {
  readonly count: number;
  readonly firstId: number;
  readonly timestamp: number;
  readonly content: GeneratedContent;
  readonly firstNumber: number;

  constructor(content: GeneratedContent, firstNumber: number, count: number, firstLedgerId: number, timestamp: number) {
    super();
    this.content = content;
    this.firstNumber = firstNumber;
    this.count = count;
    this.firstId = firstLedgerId;
    this.timestamp = timestamp;
  }

  /** Where its run for the ledger begins, of which it has one. */
  get index(): number {
    return 0;
  }

  at(index: number): KafkaRecord {
    if (index < 0 || index >= this.count) throw new RangeError(`record ${String(index)} of ${String(this.count)}`);
    const number = this.firstNumber + index;
    return {
      timestamp: this.timestamp,
      key: this.content.generator.keyText(number),
      value: this.content.generator.valueText(number),
      headers: [],
      ledgerId: this.firstId + index,
    };
  }

  override ledgerRuns(): readonly LedgerRunOfRecords[] {
    return this.firstId > 0 ? [this] : [];
  }

  override sizeBytes(baseTimestamp: number): number {
    return this.sizeBytesFrom(0, baseTimestamp);
  }

  /** Encoded size of the records when the first of them is number `firstIndex` of its batch. */
  sizeBytesFrom(firstIndex: number, baseTimestamp: number): number {
    let sizeBytes = 0;
    const valueSizeBytes = this.content.generator.valueSizeBytes;
    for (let index = 0; index < this.count;) {
      const key = this.content.generator.keyText(this.firstNumber + index);
      const keySizeBytes = key === null ? -1 : utf8Length(key);
      const eachBytes = plainRecordSizeBytes({ keySizeBytes, valueSizeBytes }, firstIndex + index, this.timestamp - baseTimestamp);
      // Without keys all records up to the next wider offset delta have one size.
      const alike = key === null ? Math.min(this.count - index, nextWiderOffsetDelta(firstIndex + index) - firstIndex - index) : 1;
      sizeBytes += alike * eachBytes;
      index += alike;
    }
    return sizeBytes;
  }

  override get hasNullKey(): boolean {
    return this.content.generator.keys.length === 0;
  }

  override get minTimestamp(): number {
    return this.timestamp;
  }
}

/** An unsigned 32-bit hash of two integers (murmur3's finaliser). */
function mix(a: number, b: number): number {
  let hash = Math.imul(a ^ Math.imul(b, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
