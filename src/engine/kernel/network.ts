import { mix } from './mix.ts';
import type { Channel } from './process.ts';
import { Entity, Shared } from './state.ts';
import type { EntityRegistry } from './state.ts';
import type { Micros, NodeId } from './units.ts';

/** What is wrong with one direction between two nodes; absent: nothing. */
export interface LinkCondition {
  /** A pulled cable: nothing arrives until healed, TCP keeps what was sent. */
  readonly isCut: boolean;
  readonly extraLatencyMicros: Micros;
  /** Chance in a thousand that a packet is lost; TCP sends it again after its retransmission timeout, so it shows as delay. */
  readonly lossPerThousand: number;
}

export const healthyLink: LinkCondition = { isCut: false, extraLatencyMicros: 0, lossPerThousand: 0 };

/** TCP's first retransmission timeout (RFC 6298 as Linux has it): a lost packet is late by it, and by twice that when lost again. */
const retransmissionMicros = 200_000;

const noConnection = -1;

/** Who is at the ends of a connection, and from what the latencies of its directions are drawn. */
interface ConnectionKey {
  readonly opener: NodeId;
  readonly server: NodeId;
  readonly channel: Channel;
  readonly drawForth: number;
  readonly drawBack: number;
}

/** Numbers for connections, given once and never taken back: not state, so it is shared by all checkpoints. */
class ConnectionIndex extends Shared {
  private readonly seed: number;
  /** By opener and server, then by channel. */
  private readonly numbers = new Map<number, number[]>();
  readonly keys: ConnectionKey[] = [];
  readonly ofNode = new Map<NodeId, number[]>();

  constructor(seed: number) {
    super();
    this.seed = seed;
  }

  numberOf(opener: NodeId, server: NodeId, channel: Channel): number {
    const between = opener * 65536 + server;
    let numbers = this.numbers.get(between);
    if (numbers === undefined) {
      numbers = [];
      this.numbers.set(between, numbers);
    }
    const known = channel < numbers.length ? numbers[channel]! : noConnection;
    if (known !== noConnection) return known;
    const number = this.keys.length;
    const draw = mix(mix(this.seed, between), channel);
    this.keys.push({ opener, server, channel, drawForth: mix(draw, 0), drawBack: mix(draw, 1) });
    while (numbers.length <= channel) numbers.push(noConnection);
    numbers[channel] = number;
    for (const node of [opener, server]) {
      const list = this.ofNode.get(node);
      if (list === undefined) this.ofNode.set(node, [number]);
      else list.push(number);
    }
    return number;
  }
}

/** Latency of healthy links, and how fast bytes flow. */
export interface NetworkSettings {
  readonly latencyMicrosMin: Micros;
  readonly latencyMicrosMax: Micros;
  /** What a node's network card sends; 0: bytes take no time. */
  readonly bytesPerSecond: number;
}

/**
 * Connections and the links under them. One row a connection in typed arrays (a cluster of 30 brokers has thousands): generation, what
 * was sent,
 * and the due time of the last message in either direction, which keeps order.
 */
export class Network extends Entity {
  settings: NetworkSettings;
  private readonly index: ConnectionIndex;
  private generation = new Int32Array(64);
  private sentCount = new Int32Array(128);
  private lastDue = new Float64Array(128).fill(-Infinity);
  /** By node: until when its network card is busy; empty where bytes take no time. */
  private sendingUntil = new Map<NodeId, Micros>();
  private conditions = new Map<number, LinkCondition>();
  /** Links on which nothing passes on the connections that the first node opened to the second: a firewall that knows who asks. */
  private cutOpeners = new Set<number>();

  constructor(registry: EntityRegistry, seed: number, settings: NetworkSettings) {
    super(registry);
    this.index = new ConnectionIndex(seed);
    this.settings = settings;
  }

  /** How fast network cards send from now on; 0: bytes take no time. */
  changeSpeed(bytesPerSecond: number): void {
    this.touch();
    this.settings = { ...this.settings, bytesPerSecond };
  }

  /** The number of a connection, opened by `opener`. */
  connection(opener: NodeId, server: NodeId, channel: Channel): number {
    const number = this.index.numberOf(opener, server, channel);
    if (number >= this.generation.length) this.grow(number);
    return number;
  }

  /** Ends of a connection. */
  endsOf(connection: number): { readonly opener: NodeId; readonly server: NodeId; readonly channel: Channel } {
    return this.index.keys[connection]!;
  }

  /** Connections that a node opened or serves; some may never have been used in this history. */
  connectionsOf(node: NodeId): readonly number[] {
    return this.index.ofNode.get(node) ?? [];
  }

  /** How often a connection has broken so far: what was sent on an older generation is discarded. */
  generationOf(connection: number): number {
    return this.generation[connection] ?? 0;
  }

  /** True once something was sent in this generation's lifetime or before. */
  wasUsed(connection: number): boolean {
    return (this.sentCount[connection * 2] ?? 0) + (this.sentCount[connection * 2 + 1] ?? 0) > 0;
  }

  /** Breaks a connection; the next message opens it anew. */
  breakConnection(connection: number): void {
    this.touch();
    if (connection >= this.generation.length) this.grow(connection);
    this.generation[connection] = this.generation[connection]! + 1;
  }

  /** When a message that is sent now arrives, were nothing cut. Draws the latency; keeps the order of its direction. */
  // eslint-disable-next-line no-restricted-syntax -- The hot path: no object for each message.
  dueMicros(connection: number, from: NodeId, to: NodeId, nowMicros: Micros, sizeBytes: number): Micros {
    if (!this.isDirty) this.touch();
    const ends = this.index.keys[connection]!;
    const isForth = ends.opener === from;
    const row = connection * 2 + (isForth ? 0 : 1);
    const count = this.sentCount[row]!;
    this.sentCount[row] = count + 1;
    const { latencyMicrosMin, latencyMicrosMax, bytesPerSecond } = this.settings;
    const draw = mix(isForth ? ends.drawForth : ends.drawBack, count) >>> 0;
    // Of two unsigned integers, which is a fifth of the work of two numbers.
    let due = nowMicros + latencyMicrosMin + (draw % ((latencyMicrosMax - latencyMicrosMin + 1) >>> 0));
    if (bytesPerSecond > 0) due += this.sendingMicros(from, nowMicros, sizeBytes);
    if (this.conditions.size > 0) due += this.disturbance(from, to, draw);
    if (due < this.lastDue[row]!) due = this.lastDue[row]!;
    this.lastDue[row] = due;
    return due;
  }

  /** How long until a node's network card has sent this: it sends one message after the other, whomever they are for. */
  private sendingMicros(from: NodeId, nowMicros: Micros, sizeBytes: number): Micros {
    const startMicros = Math.max(nowMicros, this.sendingUntil.get(from) ?? nowMicros);
    const untilMicros = startMicros + Math.floor((sizeBytes * 1_000_000) / this.settings.bytesPerSecond);
    this.sendingUntil.set(from, untilMicros);
    return untilMicros - nowMicros;
  }

  /** The state of one direction. */
  condition(from: NodeId, to: NodeId): LinkCondition {
    return this.conditions.get(from * 65536 + to) ?? healthyLink;
  }

  setCondition(from: NodeId, to: NodeId, condition: LinkCondition): void {
    this.touch();
    const isHealthy = !condition.isCut && condition.extraLatencyMicros === 0 && condition.lossPerThousand === 0;
    if (isHealthy) this.conditions.delete(from * 65536 + to);
    else this.conditions.set(from * 65536 + to, condition);
  }

  /** Stops, or lets pass again, both directions of every connection that `opener` has or opens to `server`; others are not touched. */
  setConnectionsCut(opener: NodeId, server: NodeId, isCut: boolean): void {
    this.touch();
    if (isCut) this.cutOpeners.add(opener * 65536 + server);
    else this.cutOpeners.delete(opener * 65536 + server);
  }

  /** Whether nothing passes on a connection because of who opened it. */
  isConnectionCut(connection: number): boolean {
    if (this.cutOpeners.size === 0) return false;
    const { opener, server } = this.index.keys[connection]!;
    return this.cutOpeners.has(opener * 65536 + server);
  }

  isCut(from: NodeId, to: NodeId): boolean {
    return this.conditions.size > 0 && this.condition(from, to).isCut;
  }

  /** Every direction that is not healthy. */
  *disturbedLinks(): Iterable<{ readonly from: NodeId; readonly to: NodeId; readonly condition: LinkCondition }> {
    for (const [key, condition] of this.conditions) yield { from: Math.floor(key / 65536), to: key % 65536, condition };
  }

  private disturbance(from: NodeId, to: NodeId, draw: number): Micros {
    const { extraLatencyMicros, lossPerThousand } = this.condition(from, to);
    let late = extraLatencyMicros;
    if (lossPerThousand > 0) {
      let again = mix(draw, 1) >>> 0;
      for (let timeout = retransmissionMicros; again % 1000 < lossPerThousand && timeout < 4_000_000; timeout *= 2) {
        late += timeout;
        again = mix(again, 2) >>> 0;
      }
    }
    return late;
  }

  private grow(number: number): void {
    let size = Math.max(64, this.generation.length);
    while (size <= number) size *= 2;
    const generation = new Int32Array(size);
    generation.set(this.generation);
    this.generation = generation;
    const sentCount = new Int32Array(size * 2);
    sentCount.set(this.sentCount);
    this.sentCount = sentCount;
    const lastDue = new Float64Array(size * 2).fill(-Infinity);
    lastDue.set(this.lastDue);
    this.lastDue = lastDue;
  }
}
