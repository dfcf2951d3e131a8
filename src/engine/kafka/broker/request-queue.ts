import { Entity } from '../../kernel/state.ts';
import type { Channel, Envelope } from '../../kernel/process.ts';
import type { NodeId } from '../../kernel/units.ts';

const nothing: readonly Envelope[] = [];

interface Connection {
  /** Which of the peer's connections, one after the other, this is about. */
  readonly generation: number;
  /** What waits in the socket while the connection is muted; null: not muted. */
  waiting: readonly Envelope[] | null;
}

const connectionKey = (peer: NodeId, channel: Channel): number => peer * 1024 + channel;

/**
 * One request at a time for each connection: a connection is muted from the moment its request is read until the response is sent, so a
 * parked
 * acks=all produce or a long poll holds back what comes behind it. What an earlier connection of the same peer left in handling neither
 * holds back nor lets go what comes on the present one. Source: SocketServer (Processor, ChannelMuteState).
 */
export class RequestQueue extends Entity {
  /** By peer and channel. Entries stay, for nearly all come again. */
  private connections = new Map<number, Connection>();

  /** True when the request can be handled now; its connection is then muted until `finished`. Otherwise it waits in the socket. */
  admit(request: Envelope): boolean {
    this.touch();
    const key = connectionKey(request.from, request.channel);
    const known = this.connections.get(key);
    if (known?.generation === request.connectionGeneration) {
      const isFree = known.waiting === null;
      known.waiting = known.waiting === null ? nothing : [...known.waiting, request];
      return isFree;
    }
    this.connections.set(key, { generation: request.connectionGeneration, waiting: nothing });
    return true;
  }

  /** The response is out: unmutes, and gives the next request of the connection, which is then being handled, or null. */
  finished(request: Pick<Envelope, 'from' | 'channel' | 'connectionGeneration'>): Envelope | null {
    const connection = this.connections.get(connectionKey(request.from, request.channel));
    // The connection was closed meanwhile; the one that is open now has its own request in handling.
    if (connection?.generation !== request.connectionGeneration) return null;
    this.touch();
    const waiting = connection.waiting ?? nothing;
    const next = waiting.length === 0 ? undefined : waiting[0];
    connection.waiting = next === undefined ? null : waiting.length === 1 ? nothing : waiting.slice(1);
    return next ?? null;
  }

  /** The connection is gone, with what waited on it. A request in handling goes on; its response will find no connection. */
  closed(peer: NodeId, channel: Channel): void {
    this.touch();
    this.connections.delete(connectionKey(peer, channel));
  }

  /** How many requests wait behind others. */
  get waitingCount(): number {
    let count = 0;
    for (const { waiting } of this.connections.values()) count += waiting?.length ?? 0;
    return count;
  }

  clear(): void {
    this.touch();
    this.connections = new Map();
  }
}
