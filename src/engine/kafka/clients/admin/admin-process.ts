import { Process, Timer } from '../../../kernel/process.ts';
import type { Channel, Context, Envelope } from '../../../kernel/process.ts';
import { Shared } from '../../../kernel/state.ts';
import type { EntityRegistry } from '../../../kernel/state.ts';
import type { Micros, NodeId } from '../../../kernel/units.ts';
import { channels } from '../../broker/channels.ts';
import { adminRefused, adminSucceeded } from './events.ts';

/** Something to ask of the controller. Bodies are Kafka's own requests. */
export class AdminCall extends Shared {
  readonly api: string;
  readonly body: object;
  /** What it is about, for the log: a topic, a partition, a broker. */
  readonly subject: string;

  constructor(api: string, body: object, subject: string) {
    super();
    this.api = api;
    this.body = body;
    this.subject = subject;
  }
}

/** What an answer comes to: the first error in it, or none. */
export interface AdminOutcome {
  readonly errorCode: number;
  readonly message: string;
}

class RetryTimer extends Timer {}

const retryBackoffMicros = 100_000;
/** default.api.timeout.ms */
const apiTimeoutMicros = 60_000_000;
const errorNotController = 41;

/**
 * The administrator's tools (kafka-topics, kafka-reassign-partitions, …): asks the active controller, one call after the other, and asks again while nobody answers.
 * Source: KafkaAdminClient with bootstrap.controllers.
 */
export class AdminProcess extends Process {
  private readonly context: Context;
  private readonly controllers: readonly NodeId[];
  private controllerIndex = 0;
  private calls: { readonly call: AdminCall; readonly deadlineMicros: Micros }[] = [];
  private awaited = -1;

  constructor(registry: EntityRegistry, context: Context, controllers: readonly NodeId[]) {
    super(registry);
    this.context = context;
    this.controllers = controllers;
  }

  /** Queues a call. */
  ask(call: AdminCall): void {
    this.touch();
    this.calls.push({ call, deadlineMicros: this.context.nowMicros + apiTimeoutMicros });
    if (this.calls.length === 1) this.sendFirst();
  }

  onStart(): void {
    this.awaited = -1;
  }

  onMessage(envelope: Envelope): void {
    if (envelope.message.correlationId !== this.awaited) return;
    this.awaited = -1;
    const first = this.calls[0];
    if (first === undefined) return;
    const outcome = outcomeOf(envelope.message.body);
    if (outcome.errorCode === errorNotController && this.context.nowMicros < first.deadlineMicros) return this.tryAnother();
    this.finish(first.call, outcome);
  }

  onTimer(): void {
    if (this.awaited === -1) this.sendFirst();
  }

  onDisconnect(_peer: NodeId, channel: Channel): void {
    if (channel !== channels.admin || this.awaited === -1) return;
    this.awaited = -1;
    this.tryAnother();
  }

  onCrash(): void {
    this.calls = [];
  }

  private tryAnother(): void {
    const first = this.calls[0];
    if (first === undefined) return;
    if (this.context.nowMicros >= first.deadlineMicros) return this.finish(first.call, { errorCode: 7, message: 'The request timed out.' });
    this.controllerIndex = (this.controllerIndex + 1) % this.controllers.length;
    this.context.startTimer(retryBackoffMicros, new RetryTimer());
  }

  private sendFirst(): void {
    const first = this.calls[0];
    if (first === undefined) return;
    this.awaited = this.context.nextCorrelation();
    const message = { kind: 'request', api: first.call.api, correlationId: this.awaited, body: first.call.body } as const;
    this.context.send(this.controllers[this.controllerIndex]!, channels.admin, message, 200);
  }

  private finish(call: AdminCall, outcome: AdminOutcome): void {
    const { context } = this;
    const args = { api: context.name(call.api), subject: context.name(call.subject) };
    if (outcome.errorCode === 0) context.emit(adminSucceeded, args);
    else context.emit(adminRefused, { ...args, error: outcome.errorCode, message: context.name(outcome.message) });
    this.calls.shift();
    this.sendFirst();
  }
}

/** Finds the first error anywhere in an answer: Kafka's admin answers carry one for each resource. */
function outcomeOf(body: object): AdminOutcome {
  const fields = body as Readonly<Record<string, unknown>>;
  const errorCode = fields['errorCode'];
  if (typeof errorCode === 'number' && errorCode !== 0) return { errorCode, message: textOf(fields['errorMessage']) };
  for (const value of Object.values(fields)) {
    if (!Array.isArray(value)) continue;
    for (const item of value) {
      if (typeof item !== 'object' || item === null) continue;
      const inner = outcomeOf(item as object);
      if (inner.errorCode !== 0) return inner;
    }
  }
  return { errorCode: 0, message: '' };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
