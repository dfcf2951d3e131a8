import { State } from '../../../kernel/state.ts';
import type { Micros } from '../../../kernel/units.ts';
import { microsPerSecond } from '../../../kernel/units.ts';
import { utf8Length } from '../../util/utf8.ts';
import { TopicPartition } from '../common/topic-partition.ts';
import { GeneratedContent, RecordGenerator } from './generated-records.ts';
import { PartitionQueue } from './partition-queue.ts';
import { ProducerBatch } from './producer-batch.ts';
import { RecordRun, unknownPartition } from './record-run.ts';
import type { RecordRunFields } from './record-run.ts';
import { contentSizeBytes, noHeadersBytes, nullSize } from './record-sizes.ts';

/** Records that a producer's application sends by itself. */
export interface WorkloadSettings {
  readonly topic: string;
  readonly recordsPerSecond: number;
  /** Stops after so many; null: never. */
  readonly recordCount: number | null;
  readonly valueSizeBytes: number;
  /** Null keys when empty. */
  readonly keys: readonly string[];
  readonly keyChoice: 'in-turn' | 'random';
  /** Null: by key, or the producer's choice. */
  readonly partition: number | null;
  readonly startMicros: Micros;
  readonly seed: number;
  /** The number of the first record; later parts of a workload go on counting. */
  readonly firstNumber?: number;
}

/** At high rates records of up to a millisecond are handed over together: nobody sees less, and each has its millisecond as timestamp. */
const togetherMicrosMax = 1000;
const manyRecords = 1_000_000;

/** What a workload has to know of its producer. `isCallerLimited`: send() takes time, so a batch is handed over at a time. */
export interface WorkloadOptions {
  readonly batchSizeBytes: number;
  readonly isOneByOne: boolean;
  readonly isCallerLimited: boolean;
}

/** What the application sends and how far it is. */
export class Workload extends State {
  readonly settings: WorkloadSettings;
  readonly generator: RecordGenerator;
  private readonly content: GeneratedContent;
  /** The number of the next record. */
  nextNumber = 0;
  /** How many records are handed over at once. */
  private readonly recordsPerTick: number;
  private readonly isOneByOne: boolean;
  /** What all runs without a key have in common. */
  private readonly keyless: RecordRunFields;

  /** `isOneByOne`: each record may go elsewhere (keys, round robin), so runs of several make no sense. */
  constructor(settings: WorkloadSettings, options: WorkloadOptions) {
    super();
    this.settings = settings;
    this.generator = new RecordGenerator(settings);
    this.content = new GeneratedContent(this.generator);
    this.keyless = this.fieldsOf(null);
    const perMilli = Math.floor((settings.recordsPerSecond * togetherMicrosMax) / microsPerSecond);
    const perBatch = this.recordsPerBatch(options.batchSizeBytes);
    this.recordsPerTick = Math.max(1, options.isCallerLimited ? perBatch : Math.min(perMilli, perBatch));
    this.isOneByOne = options.isOneByOne;
  }

  get isFinished(): boolean {
    const { recordCount } = this.settings;
    return recordCount !== null && this.nextNumber >= recordCount;
  }

  /** When the next records are to be handed over: when the last of them is due. */
  nextDueMicros(): Micros {
    const { recordsPerSecond, recordCount, startMicros } = this.settings;
    const ahead = recordCount === null ? this.recordsPerTick : Math.min(this.recordsPerTick, recordCount - this.nextNumber);
    const last = this.nextNumber + ahead - 1;
    const seconds = Math.floor(last / recordsPerSecond);
    return startMicros + seconds * microsPerSecond + Math.ceil(((last - seconds * recordsPerSecond) * microsPerSecond) / recordsPerSecond);
  }

  /** How many records to hand over now: those that are due, at most a tick's worth. */
  dueCount(nowMicros: Micros): number {
    const { recordsPerSecond, recordCount, startMicros } = this.settings;
    const elapsed = nowMicros - startMicros;
    if (elapsed < 0) return 0;
    const seconds = Math.floor(elapsed / microsPerSecond);
    const due = seconds * recordsPerSecond + Math.floor(((elapsed - seconds * microsPerSecond) * recordsPerSecond) / microsPerSecond) + 1;
    const until = recordCount === null ? due : Math.min(due, recordCount);
    return Math.max(0, Math.min(until - this.nextNumber, this.recordsPerTick));
  }

  /** The next records as a run: all `countMax` of them, or one where each may go elsewhere. */
  takeRun(countMax: number, firstLedgerId: number): RecordRun {
    const first = this.nextNumber;
    const count = this.isOneByOne ? 1 : countMax;
    this.nextNumber += count;
    return this.run(first, count, firstLedgerId);
  }

  private run(firstNumber: number, count: number, firstLedgerId: number): RecordRun {
    const number = (this.settings.firstNumber ?? 0) + firstNumber;
    const key = this.generator.keyText(number);
    const fields = key === null ? this.keyless : this.fieldsOf(key);
    return new RecordRun(fields, count, firstLedgerId, number);
  }

  private fieldsOf(key: string | null): RecordRunFields {
    const { topic, partition, valueSizeBytes } = this.settings;
    return {
      topic,
      partition: partition ?? unknownPartition,
      count: 0,
      contentBytes: contentSizeBytes(key === null ? nullSize : utf8Length(key), valueSizeBytes, noHeadersBytes),
      key,
      firstLedgerId: 0,
      content: this.content,
      firstNumber: 0,
    };
  }

  /** How many records fill a batch. */
  private recordsPerBatch(batchSizeBytes: number): number {
    const run = this.run(0, manyRecords, 0);
    const queue = new PartitionQueue(new TopicPartition(this.settings.topic, 0));
    return new ProducerBatch(queue, batchSizeBytes, 0).tryAppend(run, 0, Number.MAX_SAFE_INTEGER);
  }
}
