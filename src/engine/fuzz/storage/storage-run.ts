import { Random } from '../../kernel/random.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import { dataBatch, endTransactionMarker, plainProducer } from '../../kafka/log/batch-builder.ts';
import type { BatchProducer } from '../../kafka/log/batch-builder.ts';
import { cleanLog } from '../../kafka/log/cleaner/cleaner.ts';
import { LogCleanerManager } from '../../kafka/log/cleaner/log-cleaner-manager.ts';
import { LogConfig } from '../../kafka/log/log-config.ts';
import type { LogAppendInfo } from '../../kafka/log/log-types.ts';
import { clientAppend } from '../../kafka/log/log-types.ts';
import { PartitionLog } from '../../kafka/log/partition-log.ts';
import type { RecordBatch } from '../../kafka/log/record-batch.ts';
import { oneOf } from '../one-of.ts';
import { randomLogConfigs } from './random-log-configs.ts';
import { restart } from './restart.ts';
import { WrittenLog } from './written-log.ts';

const noRegistry: EntityRegistry = { register: () => 0, markDirty: () => undefined };
const topicPartition = 't-0';
const producerIds = [0, 1, 2] as const;

/** What the broker's checkpoint files say, as old as the last time they were written. */
export interface WrittenCheckpoints {
  recoveryPoint: number;
  logStartOffset: number;
  highWatermark: number;
}

/** Counts of what a run did, so that a test can see that everything happened. */
export type StorageCounts = Record<StorageAct, number> & { recordCount: number; truncatedCount: number };

/** What can be done to a log. */
export type StorageAct =
  | 'append' | 'transaction' | 'commit' | 'roll' | 'flush' | 'writeBack' | 'retain' | 'clean' | 'deleteRecords' | 'checkpoint' | 'epoch'
  | 'truncate' | 'kill' | 'powerLoss' | 'tornWrite' | 'bitRot' | 'cleanStop'; // prettier-ignore

const weights: Readonly<Record<StorageAct, number>> = {
  append: 60, transaction: 10, commit: 25, roll: 3, flush: 3, writeBack: 4, retain: 8, clean: 8, deleteRecords: 3, checkpoint: 6,
  epoch: 3, truncate: 2, kill: 3, powerLoss: 3, tornWrite: 3, bitRot: 2, cleanStop: 2,
}; // prettier-ignore
const acts = Object.keys(weights) as readonly StorageAct[];
const weightSum = acts.reduce((sum, act) => sum + weights[act], 0);

/**
 * One partition's log under random treatment: appends of all kinds, rolls, retention, cleaning, DeleteRecords, truncation, and every way in
 * which a broker can stop. After each act the log is compared with what was written.
 */
export class StorageRun {
  readonly random: Random;
  readonly config: LogConfig;
  readonly written = new WrittenLog();
  readonly cleaner = new LogCleanerManager();
  readonly problems: string[] = [];
  readonly counts: StorageCounts;
  readonly checkpoints: WrittenCheckpoints = { recoveryPoint: 0, logStartOffset: 0, highWatermark: 0 };
  log: PartitionLog;
  nowMillis = 1_700_000_000_000;
  private leaderEpoch = 0;
  private readonly sequences = new Map<number, number>();
  private lastStableOffset = 0;

  constructor(seed: number) {
    this.random = Random.forLabel(seed, 'storage');
    this.config = new LogConfig(randomLogConfigs(this.random));
    this.log = new PartitionLog(noRegistry, topicPartition, this.config, this.nowMillis);
    const none = Object.fromEntries(acts.map((act) => [act, 0])) as Record<StorageAct, number>;
    this.counts = { ...none, recordCount: 0, truncatedCount: 0 };
  }

  /** Does so many random things; stops at the first problem. */
  play(actCount: number): this {
    for (let i = 0; i < actCount && this.problems.length === 0; i++) this.step();
    return this;
  }

  say(problem: string): void {
    this.problems.push(problem);
  }

  private step(): void {
    let draw = this.random.below(weightSum);
    const act = acts.find((name) => (draw -= weights[name]) < 0) ?? 'append';
    this.nowMillis += this.random.chance(1, 10) ? this.random.between(0, 5000) : this.random.between(0, 50);
    const before = { logStartOffset: this.log.logStartOffset, highWatermark: this.log.highWatermark };
    this.counts[act]++;
    this.do(act);
    this.log.runScheduledTasks(this.nowMillis);
    if (this.random.chance(1, 3)) this.log.flushPending(this.nowMillis);
    const isStopped = act === 'kill' || act === 'powerLoss' || act === 'tornWrite' || act === 'bitRot' || act === 'cleanStop';
    this.check(act, isStopped || act === 'truncate' ? null : before);
  }

  private do(act: StorageAct): void {
    const { log, random, nowMillis, written, checkpoints } = this;
    switch (act) {
      case 'append':
        return this.append();
      case 'transaction':
        return this.transact();
      case 'commit':
        log.updateHighWatermark(random.chance(1, 3) ? log.logEndOffset : random.between(log.highWatermark, log.logEndOffset));
        return;
      case 'roll':
        if (log.localLog.activeSegment.sizeBytes > 0) log.roll(nowMillis);
        return;
      case 'flush':
        return log.flush(log.logEndOffset, nowMillis);
      case 'writeBack':
        return log.writeBack(random.between(log.flushedOffset, log.logEndOffset));
      case 'retain':
        log.deleteOldSegments(nowMillis);
        return;
      case 'clean':
        return this.clean();
      case 'deleteRecords':
        log.maybeIncrementLogStartOffset(random.between(log.logStartOffset, log.highWatermark));
        return;
      case 'checkpoint':
        checkpoints.recoveryPoint = log.recoveryPoint;
        checkpoints.logStartOffset = log.logStartOffset > log.localLog.firstSegmentBaseOffset ? log.logStartOffset : 0;
        checkpoints.highWatermark = log.highWatermark;
        return;
      case 'epoch':
        this.leaderEpoch++;
        if (random.chance(1, 2)) log.assignEpochStartOffset(this.leaderEpoch, log.logEndOffset);
        return;
      case 'truncate': {
        // A follower may lose what was not committed.
        const ends = [...log.allBatches()].map((batch) => batch.nextOffset).filter((offset) => offset >= log.highWatermark);
        const offset = ends.length === 0 ? log.logEndOffset : oneOf(random, ends);
        log.truncateTo(offset, nowMillis);
        // The leader's answer to the next fetch; only then does the log forget which markers were not committed (UnifiedLog.truncateTo).
        log.updateHighWatermark(log.highWatermark);
        written.truncate(log.logEndOffset);
        written.restarted(log.logStartOffset);
        this.sequences.clear();
        this.leaderEpoch++;
        checkpoints.recoveryPoint = Math.min(checkpoints.recoveryPoint, log.logEndOffset);
        this.cleaner.maybeTruncateCheckpoint(log, offset);
        return;
      }
      default:
        this.leaderEpoch++;
        this.sequences.clear();
        return restart(this, act);
    }
  }

  private append(): void {
    const producer = this.random.chance(1, 2) ? oneOf(this.random, producerIds) : -1;
    if (producer >= 0 && this.written.openTxn(producer) !== null) return;
    this.write(producer, false);
  }

  private transact(): void {
    const { random, nowMillis, leaderEpoch } = this;
    const producerId = oneOf(random, producerIds);
    if (this.written.openTxn(producerId) === null || random.chance(1, 2)) return this.write(producerId, true);
    const controlType = random.chance(1, 2) ? 'ABORT' : 'COMMIT';
    const marker = endTransactionMarker({ controlType, timestamp: nowMillis, producerId, producerEpoch: 0, coordinatorEpoch: 0 });
    this.took(this.log.appendAsLeader(marker, leaderEpoch, nowMillis, { ...clientAppend, origin: 'COORDINATOR', transactionVersion: 1 }));
  }

  private write(producerId: number, isTransactional: boolean): void {
    const { random, nowMillis, leaderEpoch, log } = this;
    const count = random.between(1, 5);
    const hasKeys = this.config.compact || random.chance(1, 2);
    const records = Array.from({ length: count }, (_, i) => ({
      timestamp: nowMillis - (random.chance(1, 4) ? random.between(0, 3000) : 0),
      key: hasKeys ? `k${String(random.below(6))}` : null,
      value: random.chance(1, 6) ? null : `${String(log.logEndOffset + i)}${'x'.repeat(random.below(60))}`,
      headers: [],
      ledgerId: 0,
    }));
    let producer: BatchProducer = plainProducer;
    if (producerId >= 0) {
      const known = log.producerStateManager.lastEntry(producerId);
      const baseSequence = this.sequences.get(producerId) ?? (known === null || known.lastSeq < 0 ? 0 : known.lastSeq + 1);
      producer = { producerId, producerEpoch: 0, baseSequence, isTransactional };
      this.sequences.set(producerId, baseSequence + count);
    }
    const end = log.logEndOffset;
    const result = log.appendAsLeader(dataBatch(records, producer), leaderEpoch, nowMillis);
    if (result.kind === 'error') {
      this.sequences.delete(producerId);
      // A producer that the log has forgotten may go on with any sequence; everything else that is sent here is in order.
      return this.say(`an append was refused: ${result.message}`);
    }
    if (result.firstOffset !== end) this.say(`appended at ${String(result.firstOffset)} instead of the log end ${String(end)}`);
    this.took(result);
  }

  private took(result: LogAppendInfo | { readonly kind: 'error'; readonly message: string }): void {
    if (result.kind === 'error') return this.say(`an append was refused: ${result.message}`);
    for (const batch of result.batches) {
      this.written.append(batch);
      this.counts.recordCount += batch.count;
    }
  }

  private clean(): void {
    const { cleaner, log, nowMillis, written } = this;
    const cleanable = cleaner.grabFilthiestCompactedLog([log], nowMillis);
    if (cleanable === null) return;
    const untouched = batchesFrom(log, cleanable.firstUncleanableOffset);
    const stats = cleanLog(cleanable, { offsetMapSlots: this.random.chance(1, 4) ? 4 : 1000, loadFactor: 0.9 }, nowMillis);
    cleaner.doneCleaning(log.topicPartition, stats.endOffset);
    written.noteCleaning(stats.endOffset, cleanable.firstUncleanableOffset, nowMillis);
    const after = batchesFrom(log, cleanable.firstUncleanableOffset);
    if (after.length !== untouched.length || after.some((batch, i) => batch !== untouched[i]))
      this.say('the cleaner touched what is uncleanable');
  }

  private check(act: StorageAct, before: { readonly logStartOffset: number; readonly highWatermark: number } | null): void {
    const { log, written } = this;
    const { logStartOffset, highWatermark, logEndOffset, lastStableOffset } = log;
    if (logStartOffset > highWatermark || highWatermark > logEndOffset) {
      this.say(`I1 after ${act}: ${String(logStartOffset)} <= ${String(highWatermark)} <= ${String(logEndOffset)} does not hold`);
    }
    for (const problem of written.problemsOf(log, this.nowMillis)) this.say(`after ${act}: ${problem}`);
    const lowest = written.lastStableOffset(highWatermark, logStartOffset, 'all');
    const highest = written.lastStableOffset(highWatermark, logStartOffset, 'remembered');
    // With the log start inside a transaction's batch Kafka goes by where that batch begins (UnifiedLog.maybeIncrementFirstUnstableOffset).
    const batch = batchesFrom(log, 0)
      .filter(({ baseOffset }) => baseOffset <= lowest)
      .at(-1);
    if (lastStableOffset < Math.min(lowest, batch?.baseOffset ?? lowest) || lastStableOffset > highest) {
      this.say(`I29 after ${act}: the last stable offset is ${String(lastStableOffset)}, not in ${String(lowest)} to ${String(highest)}`);
    }
    if (before !== null) {
      if (lastStableOffset < this.lastStableOffset) this.say(`I29 after ${act}: the last stable offset falls`);
      if (logStartOffset < before.logStartOffset || logStartOffset > Math.max(before.highWatermark, highWatermark)) {
        this.say(`I31 after ${act}: the log start moves from ${String(before.logStartOffset)} to ${String(logStartOffset)}`);
      }
    }
    this.lastStableOffset = lastStableOffset;
  }
}

function batchesFrom(log: PartitionLog, offset: number): readonly RecordBatch[] {
  return [...log.allBatches()].filter((batch) => batch.baseOffset >= offset);
}
