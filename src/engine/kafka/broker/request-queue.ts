import { Entity } from '../../kernel/state.ts';
import type { Channel, Envelope } from '../../kernel/process.ts';
import type { NodeId } from '../../kernel/units.ts';

const nothing: readonly Envelope[] = [];

const connectionKey = (peer: NodeId, channel: Channel): number => peer * 1024 + channel;

/**
 * One request at a time for each connection: a connection is muted from the moment its request is read until the response is sent, so a
 * parked
 * acks=all produce or a long poll holds back what comes behind it. What an earlier connection of the same peer left in handling neither
 * holds back nor lets go what comes on the present one. Source: SocketServer (Processor, ChannelMuteState).
 */
export class RequestQueue extends Entity {
  /** What waits in the socket of a muted connection, by peer and channel; null: not muted. Entries stay, for nearly all come again. */
  private waiting = new Map<number, readonly Envelope[] | null>();
  /** Which of the peer's connections, one after the other, an entry is about. */
  private generations = new Map<number, number>();

  /** True when the request can be handled now; its connection is then muted until `finished`. Otherwise it waits in the socket. */
  admit(request: Envelope): boolean {
    this.touch();
    const key = connectionKey(request.from, request.channel);
    const isSameConnection = this.generations.get(key) === request.connectionGeneration;
    if (!isSameConnection) this.generations.set(key, request.connectionGeneration);
    const queue = isSameConnection ? (this.waiting.get(key) ?? null) : null;
    this.waiting.set(key, queue === null ? nothing : [...queue, request]);
    return queue === null;
  }

  /** The response is out: unmutes, and gives the next request of the connection, which is then being handled, or null. */
  finished(request: Envelope): Envelope | null {
    const key = connectionKey(request.from, request.channel);
    // The connection was closed meanwhile; the one that is open now has its own request in handling.
    if (this.generations.get(key) !== request.connectionGeneration) return null;
    this.touch();
    const queue = this.waiting.get(key) ?? nothing;
    const next = queue[0];
    this.waiting.set(key, next === undefined ? null : queue.length === 1 ? nothing : queue.slice(1));
    return next ?? null;
  }

  /** The connection is gone, with what waited on it. A request in handling goes on; its response will find no connection. */
  closed(peer: NodeId, channel: Channel): void {
    this.touch();
    this.waiting.delete(connectionKey(peer, channel));
    this.generations.delete(connectionKey(peer, channel));
  }

  /** How many requests wait behind others. */
  get waitingCount(): number {
    let count = 0;
    for (const queue of this.waiting.values()) count += queue?.length ?? 0;
    return count;
  }

  clear(): void {
    this.touch();
    this.waiting = new Map();
    this.generations = new Map();
  }
}
