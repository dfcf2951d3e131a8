import { Process, Timer } from '../../kernel/process.ts';
import type { Context, Envelope } from '../../kernel/process.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import type { Micros } from '../../kernel/units.ts';
import { znodeWritten } from './events.ts';
import type { GetDataRequest, GetDataResponse, SetDataRequest, SetDataResponse } from '../apis/ZooKeeper/messages.ts';

/**
 * What one write takes: the leader of the ensemble logs it, asks the others, and waits for most of them. Writes are put in one order, so
 * that they wait for each other; reads do not.
 */
export const writeMicros: Micros = 2000;

const responseBytes = 60;

/** Data at a path. */
export interface Znode {
  readonly data: string;
  /** How often it was written since it was made. */
  readonly version: number;
  /** The wall clock of its last write. */
  readonly modifiedMillis: number;
}

class WriteTimer extends Timer {}

/**
 * ZooKeeper, as far as the consumer of Kafka 0.8 kept its offsets there: a tree of small values, each written by itself, with nothing to
 * say whose turn it is. One node stands for the ensemble; sessions, watches and ephemeral znodes are left out.
 * Source: ZkUtils.updatePersistentPath, readDataMaybeNull.
 */
export class ZooKeeperProcess extends Process {
  private readonly context: Context;
  /** On disk: it outlives the process. */
  private readonly tree = new Map<string, Znode>();
  private waiting: Envelope[] = [];
  writeCount = 0;

  constructor(registry: EntityRegistry, context: Context) {
    super(registry);
    this.context = context;
  }

  /** Every znode, in the order in which they were made. */
  get znodes(): ReadonlyMap<string, Znode> {
    return this.tree;
  }

  /** Writes that have come and are not done. */
  get waitingCount(): number {
    return this.waiting.length;
  }

  onStart(): void {
    this.touch();
    this.waiting = [];
  }

  onMessage(envelope: Envelope): void {
    const { message } = envelope;
    if (message.kind !== 'request') return;
    if (message.api === 'getData') {
      const { path } = message.body as GetDataRequest;
      const answer: GetDataResponse = { data: this.tree.get(path)?.data ?? null };
      this.context.reply(envelope, answer, responseBytes);
      return;
    }
    this.touch();
    this.waiting.push(envelope);
    if (this.waiting.length === 1) this.context.startTimer(writeMicros, new WriteTimer());
  }

  onTimer(): void {
    this.touch();
    const envelope = this.waiting.shift();
    if (envelope !== undefined) this.write(envelope);
    if (this.waiting.length > 0) this.context.startTimer(writeMicros, new WriteTimer());
  }

  onDisconnect(): void {
    // What was asked for is written all the same: only the answer finds nobody.
  }

  onCrash(): void {
    this.touch();
    this.waiting = [];
  }

  private write(envelope: Envelope): void {
    const { context } = this;
    const { path, data } = envelope.message.body as SetDataRequest;
    const version = (this.tree.get(path)?.version ?? -1) + 1;
    this.tree.set(path, { data, version, modifiedMillis: context.nowMillis });
    this.writeCount++;
    context.emit(znodeWritten, { path: context.name(path), data: context.name(data), version });
    const answer: SetDataResponse = { version };
    context.reply(envelope, answer, responseBytes);
  }
}
