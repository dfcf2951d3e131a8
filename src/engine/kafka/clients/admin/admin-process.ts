import { Process, Timer } from '../../../kernel/process.ts';
import type { Channel, Context, Envelope } from '../../../kernel/process.ts';
import { Shared } from '../../../kernel/state.ts';
import type { EntityRegistry } from '../../../kernel/state.ts';
import type { Micros, NodeId } from '../../../kernel/units.ts';
import { channels } from '../../broker/channels.ts';
import type { MetadataRequest, MetadataResponse } from '../../apis/Metadata/messages.ts';
import { errors, isRetriable } from '../../errors.ts';
import { adminRefused, adminSucceeded } from './events.ts';

/** Something to ask of the controller, or of a partition's leader. Bodies are Kafka's own requests. */
export class AdminCall extends Shared {
  readonly api: string;
  readonly body: object;
  /** What it is about, for the log: a topic, a partition, a broker. */
  readonly subject: string;
  /** The `topic-partition` whose leader is to be asked; null: the controller. */
  readonly leaderOf: string | null;

  constructor(api: string, body: object, subject: string, leaderOf: string | null = null) {
    super();
    this.api = api;
    this.body = body;
    this.subject = subject;
    this.leaderOf = leaderOf;
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

/**
 * The administrator's tools (kafka-topics, kafka-reassign-partitions, …): asks the active controller, or for some calls the leader of a
 * partition, one call
 * after the other, and asks again while nobody answers. Source: KafkaAdminClient with bootstrap.controllers; PartitionLeaderStrategy,
 * AdminApiDriver.
 */
export class AdminProcess extends Process {
  private readonly context: Context;
  private readonly controllers: readonly NodeId[];
  private readonly brokers: readonly NodeId[];
  private controllerIndex = 0;
  private brokerIndex = 0;
  /** The leader that the first call goes to, once a broker has told it. */
  private leader: NodeId | null = null;
  private calls: { readonly call: AdminCall; readonly deadlineMicros: Micros }[] = [];
  private awaited = -1;
  /** The last call that came to an end, and the whole answer; the body is null when none came in time. */
  last: { readonly call: AdminCall; readonly outcome: AdminOutcome; readonly body: object | null } | null = null;

  constructor(registry: EntityRegistry, context: Context, controllers: readonly NodeId[], brokers: readonly NodeId[]) {
    super(registry);
    this.context = context;
    this.controllers = controllers;
    this.brokers = brokers;
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
    const { leaderOf } = first.call;
    if (leaderOf !== null && this.leader === null) return this.lookedUp(leaderOf, envelope.message.body as MetadataResponse);
    const outcome = outcomeOf(envelope.message.body);
    const isRetried = leaderOf === null ? outcome.errorCode === errors.NOT_CONTROLLER : isRetriable(outcome.errorCode);
    if (isRetried && this.context.nowMicros < first.deadlineMicros) return this.tryAnother();
    this.finish(first.call, outcome, envelope.message.body);
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
    this.leader = null;
  }

  private tryAnother(): void {
    const first = this.calls[0];
    if (first === undefined) return;
    if (this.context.nowMicros >= first.deadlineMicros)
      return this.finish(first.call, { errorCode: errors.REQUEST_TIMED_OUT, message: 'The request timed out.' });
    this.controllerIndex = (this.controllerIndex + 1) % this.controllers.length;
    this.brokerIndex = (this.brokerIndex + 1) % this.brokers.length;
    this.leader = null;
    this.context.startTimer(retryBackoffMicros, new RetryTimer());
  }

  private sendFirst(): void {
    const first = this.calls[0];
    if (first === undefined) return;
    const { api, body, leaderOf } = first.call;
    if (leaderOf === null) return this.send(this.controllers[this.controllerIndex] ?? -1, api, body);
    if (this.leader !== null) return this.send(this.leader, api, body);
    const lookup: MetadataRequest = { topics: [{ name: leaderOf.slice(0, leaderOf.lastIndexOf('-')) }], allowAutoTopicCreation: false };
    this.send(this.brokers[this.brokerIndex] ?? -1, 'Metadata', lookup);
  }

  private send(to: NodeId, api: string, body: object): void {
    this.awaited = this.context.nextCorrelation();
    this.context.send(to, channels.admin, { kind: 'request', api, correlationId: this.awaited, body }, 200);
  }

  private lookedUp(topicPartition: string, { topics }: MetadataResponse): void {
    const index = Number(topicPartition.slice(topicPartition.lastIndexOf('-') + 1));
    const found = topics[0]?.partitions.find(({ partitionIndex }) => partitionIndex === index);
    if (found === undefined || found.leaderId < 0) return this.tryAnother();
    this.leader = found.leaderId;
    this.sendFirst();
  }

  private finish(call: AdminCall, outcome: AdminOutcome, body: object | null = null): void {
    const { context } = this;
    this.last = { call, outcome, body };
    const args = { api: context.name(call.api), subject: context.name(call.subject) };
    if (outcome.errorCode === 0) context.emit(adminSucceeded, args);
    else context.emit(adminRefused, { ...args, error: outcome.errorCode, message: context.name(outcome.message) });
    this.calls.shift();
    this.leader = null;
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
