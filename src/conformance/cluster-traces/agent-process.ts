import { channels } from '../../engine/kafka/broker/channels.ts';
import type { Envelope } from '../../engine/kernel/process.ts';
import { Process } from '../../engine/kernel/process.ts';
import type { Context } from '../../engine/kernel/process.ts';
import type { EntityRegistry } from '../../engine/kernel/state.ts';
import type { NodeId } from '../../engine/kernel/units.ts';

/** A program that sends requests of Kafka's as they are and keeps the answers: what a person does with a raw connection. */
export class AgentProcess extends Process {
  /** By correlation id; null: the connection broke before an answer came. */
  readonly answers = new Map<number, object | null>();
  private readonly context: Context;
  private readonly pending = new Map<number, NodeId>();

  constructor(registry: EntityRegistry, context: Context) {
    super(registry);
    this.context = context;
  }

  /** Sends a request; the number under which its answer will be found. */
  ask(to: NodeId, api: string, body: object): number {
    this.touch();
    const correlationId = this.context.nextCorrelation();
    this.pending.set(correlationId, to);
    this.context.send(to, channels.client, { kind: 'request', api, correlationId, body }, 100);
    return correlationId;
  }

  onStart(): void {
    // It only speaks when asked to.
  }

  onMessage(envelope: Envelope): void {
    this.pending.delete(envelope.message.correlationId);
    this.answers.set(envelope.message.correlationId, envelope.message.body);
  }

  onTimer(): void {
    // It has none.
  }

  onDisconnect(peer: NodeId): void {
    for (const [correlationId, to] of [...this.pending]) {
      if (to !== peer) continue;
      this.pending.delete(correlationId);
      this.answers.set(correlationId, null);
    }
  }

  onCrash(): void {
    this.pending.clear();
  }
}
