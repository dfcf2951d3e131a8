import { Entity } from '../../kernel/state.ts';
import type { Micros, NodeId } from '../../kernel/units.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import { witnessOf } from './log-witness.ts';
import type { LedgerChunk } from './ledger-chunk.ts';
import type { LedgerEntry, ToldError } from './ledger-entry.ts';
import { emptyTotals } from './ledger-totals.ts';
import type { LedgerTotals } from './ledger-totals.ts';
import { PartitionLedger } from './partition-ledger.ts';
import type { Leadership, LogWitness } from './partition-ledger.ts';

/** A run of records as the ledger numbers them. */
export interface LedgerRun {
  readonly topicPartition: string;
  readonly firstId: number;
  readonly count: number;
  /** The key, where a person typed the record. */
  readonly key?: string | null;
}

/** What one producer's callbacks were told, in records. */
export interface ProducerTotals {
  acknowledged: number;
  unconfirmed: number;
  failed: number;
}

const noError: ToldError = { errorCode: 0, exception: '' };
const noProducerTotals: ProducerTotals = { acknowledged: 0, unconfirmed: 0, failed: 0 };

/**
 * Ground truth: what was sent, appended where, acknowledged to whom, delivered to whom. No broker or client may read it; clients and
 * brokers only
 * report to it, and nothing that they do depends on it.
 */
export class Ledger extends Entity {
  private nextId = 1;
  private readonly partitions = new Map<string, PartitionLedger>();
  private readonly byProducer = new Map<NodeId, ProducerTotals>();
  private readonly deliveredCounts = new Map<NodeId, number>();

  /** Numbers for records that are about to be sent. */
  allocate(count: number): number {
    if (!this.isDirty) this.touch();
    const first = this.nextId;
    this.nextId += count;
    return first;
  }

  /** A producer has chosen the partition: the record is on its way. */
  sent(run: LedgerRun, producer: NodeId, nowMicros: Micros): void {
    let ledger = this.find(run.topicPartition);
    if (ledger === undefined) {
      this.touch();
      ledger = new PartitionLedger(this.registry, run.topicPartition);
      this.partitions.set(run.topicPartition, ledger);
    }
    // An application that sends the same once more: the record waits for its result again.
    if (!ledger.knows(run.firstId)) ledger.add(run, producer, nowMicros);
    else ledger.change(run, afterSentAgain, { parent: this, ledger });
  }

  /**
   * A broker that believes to lead appended the run; `firstOffset` is the offset of its first record. Returns how many records now stand
   * there again.
   */
  appended(run: Pick<LedgerRun, 'firstId' | 'count'>, firstOffset: number, log: PartitionLog, by: Appender): number {
    const ledger = this.find(log.topicPartition);
    if (ledger === undefined) return 0;
    const append: Append = { ledger, log, firstOffset, isStranded: ledger.isSuperseded(by.topicId, by.leaderEpoch), againCount: 0 };
    ledger.change(run, afterAppend, append);
    return append.againCount;
  }

  /**
   * The producer's callback got metadata, or with acks=0 got nothing to wait for. Returns how many records are lost already: the leader
   * that acknowledged them has a successor that lacks them.
   */
  acknowledged(run: LedgerRun, isConfirmed: boolean, nowMicros: Micros): number {
    const ledger = this.find(run.topicPartition);
    if (ledger === undefined) return 0;
    const outcome = isConfirmed ? 'acknowledged' : 'unconfirmed';
    const lostBefore = ledger.totals.lost;
    ledger.change(run, afterResult, { parent: this, ledger, outcome, nowMicros, error: noError });
    return ledger.totals.lost - lostBefore;
  }

  /** The producer's callback got an exception. The records may be in the log all the same. */
  failed(run: LedgerRun, error: ToldError, nowMicros: Micros): void {
    const ledger = this.find(run.topicPartition);
    ledger?.change(run, afterResult, { parent: this, ledger, outcome: 'failed', nowMicros, error });
  }

  /** A consumer's program was handed the run. */
  delivered(run: LedgerRun, consumer: NodeId): void {
    const ledger = this.find(run.topicPartition);
    this.touch();
    this.deliveredCounts.set(consumer, (this.deliveredCounts.get(consumer) ?? 0) + run.count);
    ledger?.change(run, afterDelivery, { ledger, consumer });
  }

  /** An application has done its work on the run. */
  processed(run: LedgerRun, application: string): void {
    this.find(run.topicPartition)?.change(run, afterProcessing, application);
  }

  /** What one producer was told, in records. */
  producerTotals(producer: NodeId): Readonly<ProducerTotals> {
    return this.byProducer.get(producer) ?? noProducerTotals;
  }

  /** The same, to be changed by what happens to a record. */
  totalsFor(producer: NodeId): ProducerTotals {
    if (!this.isDirty) this.touch();
    const known = this.byProducer.get(producer);
    if (known !== undefined) return known;
    const totals = { ...noProducerTotals };
    this.byProducer.set(producer, totals);
    return totals;
  }

  /** How many records one consumer's program was handed, repeats counted. */
  deliveredTo(consumer: NodeId): number {
    return this.deliveredCounts.get(consumer) ?? 0;
  }

  /** A leader took over or lost records: looks again at what it holds. Returns how many acknowledged records are newly lost. */
  compare(topicPartition: string, log: LogWitness, leadership: Leadership): number {
    return this.find(topicPartition)?.compareWith(log, leadership) ?? 0;
  }

  /** Who began to lead a partition last. */
  leadershipOf(topicPartition: string): Leadership | null {
    return this.find(topicPartition)?.leadership ?? null;
  }

  entryOf(topicPartition: string, id: number): LedgerEntry | null {
    return this.find(topicPartition)?.entryOf(id) ?? null;
  }

  /** The ledger of one partition; null before anything was sent to it. */
  partition(topicPartition: string): PartitionLedger | null {
    return this.find(topicPartition) ?? null;
  }

  /** Every partition that records were sent to, in order of first use. */
  get allPartitions(): Iterable<PartitionLedger> {
    return [...this.partitions.values()].map((ledger) => ledger.fresh());
  }

  private find(topicPartition: string): PartitionLedger | undefined {
    return this.partitions.get(topicPartition)?.fresh();
  }

  /** Sums over all partitions, in records. */
  get totals(): LedgerTotals {
    const sum = emptyTotals();
    for (const { totals } of this.allPartitions) {
      sum.sent += totals.sent;
      sum.acknowledged += totals.acknowledged;
      sum.failed += totals.failed;
      sum.unconfirmed += totals.unconfirmed;
      sum.lost += totals.lost;
      sum.duplicated += totals.duplicated;
      sum.failedButWritten += totals.failedButWritten;
      sum.delivered += totals.delivered;
      sum.deliveredAgain += totals.deliveredAgain;
    }
    return sum;
  }
}

function afterSentAgain(
  chunk: LedgerChunk,
  row: number,
  _distance: number,
  { parent, ledger }: Pick<ProducerResult, 'parent' | 'ledger'>,
): void {
  const outcome = chunk.outcomeAt(row);
  if (outcome === 'pending') return;
  const count = chunk.countAt(row);
  ledger.totals[outcome] -= count;
  parent.totalsFor(chunk.producerAt(row))[outcome] -= count;
  if (outcome === 'failed' && chunk.isAppendedAt(row)) ledger.totals.failedButWritten -= count;
  if (chunk.isLostAt(row)) ledger.totals.lost -= count;
  chunk.tell(row, 'pending', -1, noError);
  chunk.setStanding(row, chunk.isStrandedAt(row), false);
}

/** The leader that appends. */
type Appender = Pick<Leadership, 'topicId' | 'leaderEpoch'>;

interface Append {
  readonly ledger: PartitionLedger;
  readonly log: PartitionLog;
  readonly firstOffset: number;
  readonly isStranded: boolean;
  againCount: number;
}

function afterAppend(chunk: LedgerChunk, row: number, distance: number, append: Append): void {
  const { ledger, firstOffset, isStranded } = append;
  const offset = firstOffset + distance;
  if (!chunk.isAppendedAt(row)) {
    if (chunk.outcomeAt(row) === 'failed') ledger.totals.failedButWritten += chunk.countAt(row);
    chunk.setAppendOffset(row, offset, isStranded);
    return;
  }
  const known = chunk.appendOffsetsAt(row);
  // The next leader may write it where the last one had it: one place, of which only one log can be the partition's.
  const appendOffsets = known.includes(offset) ? known : [...known, offset];
  const rest = chunk.restAt(row);
  const laterOffsets = appendOffsets.slice(1);
  // Where a superseded leader writes says nothing of the partition's log.
  if (isStranded) chunk.setRest(row, rest.with({ laterOffsets }));
  else {
    const extraCopies = extraCopiesOf(chunk.firstIdAt(row), appendOffsets, offset, append.log);
    ledger.totals.duplicated += (extraCopies - rest.extraCopies) * chunk.countAt(row);
    if (extraCopies > rest.extraCopies) append.againCount += chunk.countAt(row);
    chunk.setRest(row, rest.with({ laterOffsets, extraCopies }));
    chunk.setStanding(row, false, chunk.isLostAt(row));
  }
}

/** Of a record that was appended once more just now. */
function extraCopiesOf(id: number, appendOffsets: readonly number[], newOffset: number, log: PartitionLog): number {
  const witness = witnessOf(log);
  const copies = appendOffsets.filter(
    (offset) => offset >= log.logStartOffset && (offset === newOffset || witness.ledgerIdAt(offset) === id),
  );
  return Math.max(0, copies.length - 1);
}

interface ProducerResult {
  readonly parent: Ledger;
  readonly ledger: PartitionLedger;
  readonly outcome: 'acknowledged' | 'unconfirmed' | 'failed';
  readonly nowMicros: Micros;
  readonly error: ToldError;
}

function afterResult(chunk: LedgerChunk, row: number, _distance: number, result: ProducerResult): void {
  const { parent, ledger, outcome, nowMicros, error } = result;
  if (chunk.outcomeAt(row) !== 'pending') return;
  const count = chunk.countAt(row);
  countTold(ledger.totals, outcome, count);
  countTold(parent.totalsFor(chunk.producerAt(row)), outcome, count);
  if (outcome === 'failed' && chunk.isAppendedAt(row)) ledger.totals.failedButWritten += count;
  chunk.tell(row, outcome, nowMicros, error);
  if (outcome !== 'acknowledged' || !chunk.isStrandedAt(row)) return;
  ledger.totals.lost += count;
  chunk.setStanding(row, true, true);
}

/** One by one, for a field that is named by a variable is found by a search. */
function countTold(totals: ProducerTotals, outcome: ProducerResult['outcome'], count: number): void {
  if (outcome === 'acknowledged') totals.acknowledged += count;
  else if (outcome === 'failed') totals.failed += count;
  else totals.unconfirmed += count;
}

interface Delivered {
  readonly ledger: PartitionLedger;
  readonly consumer: NodeId;
}

function afterDelivery(chunk: LedgerChunk, row: number, _distance: number, { ledger, consumer }: Delivered): void {
  const rest = chunk.restAt(row);
  const { deliveries } = rest;
  const known = deliveries.find((d) => d.consumer === consumer);
  if (known === undefined) {
    ledger.totals.delivered += chunk.countAt(row);
    const delivery = { consumer, times: 1 };
    chunk.setRest(row, rest.with({ deliveries: deliveries.length === 0 ? [delivery] : [...deliveries, delivery] }));
    return;
  }
  ledger.totals.deliveredAgain += chunk.countAt(row);
  chunk.setRest(row, rest.with({ deliveries: deliveries.map((d) => (d === known ? { consumer, times: d.times + 1 } : d)) }));
}

function afterProcessing(chunk: LedgerChunk, row: number, _distance: number, application: string): void {
  const rest = chunk.restAt(row);
  const { processings } = rest;
  const known = processings.find((processing) => processing.application === application);
  if (known === undefined) {
    const first = { application, times: 1 };
    chunk.setRest(row, rest.with({ processings: processings.length === 0 ? [first] : [...processings, first] }));
    return;
  }
  chunk.setRest(row, rest.with({ processings: processings.map((p) => (p === known ? { application, times: p.times + 1 } : p)) }));
}
