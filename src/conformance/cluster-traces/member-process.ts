import { ContextEnvironment } from '../../engine/kafka/clients/common/client-environment.ts';
import type { ClientError } from '../../engine/kafka/clients/common/client-error.ts';
import { ClassicConsumer } from '../../engine/kafka/clients/consumer/classic-consumer.ts';
import { addressOf, nodeIdOf } from '../../engine/kafka/clients/consumer/client-wire.ts';
import { ConsumerListener, RecordReader } from '../../engine/kafka/clients/consumer/consumer-listener.ts';
import type { DeliveredRecords } from '../../engine/kafka/clients/consumer/consumer-listener.ts';
import { ConsumerSettings } from '../../engine/kafka/clients/consumer/consumer-settings.ts';
import type { TaskResult } from '../../engine/kafka/clients/consumer/task.ts';
import { Process, Timer } from '../../engine/kernel/process.ts';
import type { Channel, Context, Envelope } from '../../engine/kernel/process.ts';
import type { ScheduleId } from '../../engine/kernel/scheduler.ts';
import type { EntityRegistry } from '../../engine/kernel/state.ts';
import type { NodeId } from '../../engine/kernel/units.ts';
import { microsPerMilli } from '../../engine/kernel/units.ts';

/** A record as a consumer's program has it: partition, offset, leader epoch, key, value. */
export type ReceivedRecord = readonly [string, number, number, string | null, string | null];

/** Something that the program's thread does between two polls. */
export type MemberCall =
  | { readonly kind: 'assign'; readonly partitions: readonly string[] }
  | { readonly kind: 'seekToBeginning' }
  | { readonly kind: 'seek'; readonly partition: string; readonly offset: number }
  | { readonly kind: 'position'; readonly partition: string }
  | { readonly kind: 'poll' }
  | { readonly kind: 'hold' }
  | { readonly kind: 'close' };

/** What a call came to. */
export type MemberAnswer = { readonly kind: 'ok'; readonly value: number | null } | { readonly kind: 'threw'; readonly error: ClientError };

/** What such a program is made of. */
export interface MemberParts {
  readonly configs: Readonly<Record<string, string>>;
  readonly bootstrapBrokers: readonly NodeId[];
  readonly isPolling: boolean;
}

class DeadlineTimer extends Timer {}

const pollTimeoutMillis = 50;
const positionTimeoutMillis = 10_000;
const closeTimeoutMillis = 5000;

/** One consumer on a thread of its own: polls until told to hold; what it got and every exception are kept in order. */
export class MemberProcess extends Process {
  readonly records: ReceivedRecord[] = [];
  readonly exceptions: ClientError[] = [];
  /** By the number of the call. */
  readonly answers = new Map<number, MemberAnswer>();
  readonly consumer: ClassicConsumer;
  isPolling: boolean;
  isClosed = false;
  private readonly context: Context;
  private readonly bootstrapBrokers: readonly NodeId[];
  private readonly calls: { readonly number: number; readonly call: MemberCall }[] = [];
  private inCall: { readonly number: number; readonly call: MemberCall } | null = null;
  private nextNumber = 1;
  private timer: ScheduleId = 0;

  constructor(registry: EntityRegistry, context: Context, parts: MemberParts) {
    super(registry);
    this.context = context;
    this.bootstrapBrokers = parts.bootstrapBrokers;
    this.isPolling = parts.isPolling;
    this.consumer = new ClassicConsumer({
      settings: new ConsumerSettings(parts.configs),
      environment: new ContextEnvironment(context),
      listener: new ConsumerListener(),
      reader: new RecordReader(),
      bootstrapAddressCount: parts.bootstrapBrokers.length,
    });
  }

  /** Queues a call; the number under which its answer will be found. */
  ask(call: MemberCall): number {
    this.touch();
    const number = this.nextNumber++;
    this.calls.push({ number, call });
    this.goOn();
    return number;
  }

  onStart(): void {
    // The first call is what it does first.
  }

  onMessage(envelope: Envelope): void {
    if (envelope.message.kind !== 'response') return;
    const { correlationId, body } = envelope.message;
    this.consumer.client.network.receive(nodeIdOf(envelope.from, envelope.channel), correlationId, body, this.context.nowMillis);
    this.onNews();
  }

  onDisconnect(peer: NodeId, channel: Channel): void {
    this.consumer.client.network.connectionLost(nodeIdOf(peer, channel), this.context.nowMillis);
    this.onNews();
  }

  onTimer(): void {
    this.timer = 0;
    this.consumer.resume(this.context.nowMillis);
    this.goOn();
  }

  onCrash(): void {
    this.isClosed = true;
  }

  private onNews(): void {
    if (this.consumer.waitUntilMillis !== null) this.consumer.resume(this.context.nowMillis);
    else this.consumer.client.noteActivity();
    this.goOn();
  }

  /** The thread's loop, as far as it gets without waiting. */
  private goOn(): void {
    for (;;) {
      const result = this.consumer.takeResult();
      if (result !== null) this.onResult(result);
      else if (this.consumer.isBusy || !this.begin()) break;
    }
    this.flush();
    this.setTimer();
  }

  /** Begins what comes next; false when there is nothing to do. */
  private begin(): boolean {
    if (this.isClosed) return false;
    const next = this.calls.shift();
    if (next !== undefined) {
      this.perform(next.number, next.call);
      return true;
    }
    if (!this.isPolling) return false;
    this.consumer.poll(pollTimeoutMillis, this.context.nowMillis);
    return true;
  }

  private perform(number: number, call: MemberCall): void {
    const { consumer } = this;
    const now = this.context.nowMillis;
    switch (call.kind) {
      case 'assign':
        return this.answer(number, consumer.assign(call.partitions, now));
      case 'seekToBeginning':
        return this.answer(number, consumer.seekTo('beginning', []));
      case 'seek':
        return this.answer(number, consumer.seek(call.partition, call.offset, now));
      case 'poll':
      case 'hold':
        this.isPolling = call.kind === 'poll';
        return this.answer(number, null);
      case 'position':
        this.inCall = { number, call };
        return consumer.position(call.partition, positionTimeoutMillis, now);
      case 'close':
        this.inCall = { number, call };
        return consumer.close(closeTimeoutMillis, now);
    }
  }

  private onResult(result: TaskResult): void {
    const call = this.inCall;
    this.inCall = null;
    if (call !== null) {
      if (call.call.kind === 'close') this.isClosed = true;
      const value = result.kind === 'returned' && result.value.kind === 'offset' ? result.value.offset : null;
      this.answers.set(call.number, result.kind === 'threw' ? { kind: 'threw', error: result.error } : { kind: 'ok', value });
      return;
    }
    if (result.kind === 'threw') {
      // An exception that nobody catches ends a program's loop.
      this.exceptions.push(result.error);
      this.isPolling = false;
    } else if (result.value.kind === 'records') {
      for (const delivered of result.value.fetch.records) this.records.push(...receivedRecords(delivered));
    }
  }

  private answer(number: number, error: ClientError | null): void {
    this.answers.set(number, error === null ? { kind: 'ok', value: null } : { kind: 'threw', error });
  }

  private flush(): void {
    const { network } = this.consumer.client;
    for (const nodeId of network.closing.splice(0)) {
      const address = addressOf(nodeId, this.bootstrapBrokers);
      if (address !== null) this.context.disconnect(address.peer, address.channel);
    }
    for (const request of network.takeOutgoing()) {
      const { nodeId, correlationId, api, sizeBytes } = request;
      const body = request.takeBody();
      const address = addressOf(nodeId, this.bootstrapBrokers);
      if (address !== null) this.context.send(address.peer, address.channel, { kind: 'request', api, correlationId, body }, sizeBytes);
    }
  }

  private setTimer(): void {
    const { consumer, context } = this;
    if (this.timer !== 0) context.cancelTimer(this.timer);
    this.timer = 0;
    if (consumer.waitUntilMillis === null) return;
    const deadlineMillis = Math.min(consumer.waitUntilMillis, consumer.client.network.nextDeadlineMillis(context.nowMillis));
    if (deadlineMillis >= Number.MAX_SAFE_INTEGER) return;
    const delayMicros = Math.max((deadlineMillis - context.nowMillis) * microsPerMilli, 1);
    this.timer = context.startTimer(delayMicros, new DeadlineTimer());
  }
}

function receivedRecords({ partition, ranges }: DeliveredRecords): ReceivedRecord[] {
  return ranges.flatMap(({ batch, firstIndex, count }) =>
    Array.from({ length: count }, (_, i): ReceivedRecord => {
      const record = batch.records.at(firstIndex + i);
      return [partition, batch.baseOffset + (record.offsetDelta ?? firstIndex + i), batch.partitionLeaderEpoch, record.key, record.value];
    }),
  );
}
