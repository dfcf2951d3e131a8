import type { Channel, Context, Envelope } from '../../kernel/process.ts';
import type { ScheduleId } from '../../kernel/scheduler.ts';
import { without } from '../../kernel/grown.ts';
import { Entity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import type { NodeId } from '../../kernel/units.ts';
import { RequestTimeout } from './timers.ts';

/** A request of ours that waits for its answer. */
export interface OutgoingRequest {
  readonly correlationId: number;
  readonly peer: NodeId;
  readonly channel: Channel;
  /** What it is for; the owner dispatches by it. */
  readonly purpose: string;
  readonly timer: ScheduleId;
}

/** Requests that a broker itself has sent: to the controller and to other brokers. Source: NetworkClient with InFlightRequests. */
export class OutgoingRequests extends Entity {
  private readonly context: Context;
  /** Few at a time, oldest first. Not a map: one whose entries come and go is made anew every few of them (see Purgatory). */
  private waiting: OutgoingRequest[] = [];

  constructor(registry: EntityRegistry, context: Context) {
    super(registry);
    this.context = context;
  }

  /**
   * Sends a request; returns its correlation id. After `timeoutMillis` without answer the connection is closed and `expire` gives it
   * back.
   */
  send(
    to: { readonly peer: NodeId; readonly channel: Channel; readonly purpose: string },
    api: string,
    body: object,
    timeoutMillis: number,
  ): number {
    this.touch();
    const correlationId = this.context.nextCorrelation();
    this.context.send(to.peer, to.channel, { kind: 'request', api, correlationId, body }, 120);
    const timer = this.context.startTimer(timeoutMillis * 1000, new RequestTimeout(correlationId));
    this.waiting.push({ correlationId, peer: to.peer, channel: to.channel, purpose: to.purpose, timer });
    return correlationId;
  }

  /** The request that an answer belongs to; null when nobody waits for it any more. */
  answered(response: Envelope): OutgoingRequest | null {
    return this.take(response.message.correlationId);
  }

  /** The request whose time is over; its connection is closed. */
  expire(correlationId: number): OutgoingRequest | null {
    const request = this.take(correlationId);
    if (request !== null) this.context.disconnect(request.peer, request.channel);
    return request;
  }

  /** The requests that were on a connection that broke. */
  disconnected(peer: NodeId, channel: Channel): readonly OutgoingRequest[] {
    const lost = this.waiting.filter((request) => request.peer === peer && request.channel === channel);
    for (const request of lost) this.take(request.correlationId);
    return lost;
  }

  clear(): void {
    this.touch();
    this.waiting = [];
  }

  private take(correlationId: number): OutgoingRequest | null {
    for (const request of this.waiting) {
      if (request.correlationId !== correlationId) continue;
      this.touch();
      without(this.waiting, request);
      this.context.cancelTimer(request.timer);
      return request;
    }
    return null;
  }
}
