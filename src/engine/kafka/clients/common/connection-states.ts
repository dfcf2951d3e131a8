import { State } from '../../../kernel/state.ts';
import { neverMillis, type ClientEnvironment } from './client-environment.ts';
import type { RetryBackoff } from './retry-backoff.ts';

/** One connection of a client. Source: ClusterConnectionStates.NodeConnectionState. */
export class NodeConnection extends State {
  /** `preparing`: the broker was asked for its API versions and has not answered yet. */
  state: 'disconnected' | 'preparing' | 'ready' = 'disconnected';
  lastConnectAttemptMillis = 0;
  reconnectBackoffMillis = 0;
  failedAttempts = 0;
  /** A response asked us to be silent until then (quotas). */
  throttledUntilMillis = 0;
}

/**
 * Which connections are up, and when a broken one may be opened again.
 * A simulated connection opens with its first message, so the TCP handshake takes no time of its own: a broker that is down shows as
 * a disconnect of that message, and the backoff grows until a response arrives.
 * Source: ClusterConnectionStates; configs reconnect.backoff.ms and reconnect.backoff.max.ms.
 */
export class ConnectionStates extends State {
  readonly connections = new Map<number, NodeConnection>();
  private readonly reconnectBackoff: RetryBackoff;
  private readonly environment: ClientEnvironment;

  constructor(reconnectBackoff: RetryBackoff, environment: ClientEnvironment) {
    super();
    this.reconnectBackoff = reconnectBackoff;
    this.environment = environment;
  }

  /** True when requests may go out: connected and not throttled. */
  isReady(nodeId: number, nowMillis: number): boolean {
    const connection = this.connections.get(nodeId);
    return connection !== undefined && connection.state === 'ready' && connection.throttledUntilMillis <= nowMillis;
  }

  isDisconnected(nodeId: number): boolean {
    const connection = this.connections.get(nodeId);
    return connection !== undefined && connection.state === 'disconnected';
  }

  /** True when there is no connection and its backoff, if any, has passed. */
  canConnect(nodeId: number, nowMillis: number): boolean {
    const connection = this.connections.get(nodeId);
    if (connection === undefined) return true;
    return connection.state === 'disconnected' && nowMillis - connection.lastConnectAttemptMillis >= connection.reconnectBackoffMillis;
  }

  lastConnectAttemptMillis(nodeId: number): number {
    return this.connections.get(nodeId)?.lastConnectAttemptMillis ?? 0;
  }

  isPreparing(nodeId: number): boolean {
    return this.connections.get(nodeId)?.state === 'preparing';
  }

  hasPreparing(): boolean {
    for (const connection of this.connections.values()) if (connection.state === 'preparing') return true;
    return false;
  }

  /** Opens a connection: at once ready, or only after the broker has told its API versions. */
  connect(nodeId: number, nowMillis: number, state: 'preparing' | 'ready'): void {
    const connection = this.connection(nodeId);
    connection.state = state;
    connection.lastConnectAttemptMillis = nowMillis;
  }

  /** The peer answered: the next failure starts with the shortest backoff again. */
  succeeded(nodeId: number): void {
    const connection = this.connections.get(nodeId);
    if (connection === undefined || connection.state === 'disconnected') return;
    connection.state = 'ready';
    connection.failedAttempts = 0;
  }

  disconnected(nodeId: number, nowMillis: number): void {
    const connection = this.connection(nodeId);
    connection.state = 'disconnected';
    connection.lastConnectAttemptMillis = nowMillis;
    connection.reconnectBackoffMillis = this.reconnectBackoff.backoff(connection.failedAttempts, this.environment);
    connection.failedAttempts++;
  }

  /** Keeps a connection closed for a given time. */
  holdBack(nodeId: number, nowMillis: number, delayMillis: number): void {
    const connection = this.connection(nodeId);
    connection.state = 'disconnected';
    connection.lastConnectAttemptMillis = nowMillis;
    connection.reconnectBackoffMillis = delayMillis;
  }

  throttle(nodeId: number, untilMillis: number): void {
    const connection = this.connection(nodeId);
    connection.throttledUntilMillis = Math.max(connection.throttledUntilMillis, untilMillis);
  }

  /** How long until it makes sense to look at a node again that is not ready. Source: ClusterConnectionStates.pollDelayMs. */
  pollDelayMillis(nodeId: number, nowMillis: number): number {
    const connection = this.connections.get(nodeId);
    if (connection === undefined) return 0;
    if (connection.state === 'disconnected') {
      return Math.max(connection.reconnectBackoffMillis - (nowMillis - connection.lastConnectAttemptMillis), 0);
    }
    const throttleMillis = connection.throttledUntilMillis - nowMillis;
    // A node that is being prepared, or is connected and cannot take more becomes ready through a response, which wakes the client.
    return throttleMillis > 0 ? throttleMillis : neverMillis;
  }

  private connection(nodeId: number): NodeConnection {
    const known = this.connections.get(nodeId);
    if (known !== undefined) return known;
    const connection = new NodeConnection();
    this.connections.set(nodeId, connection);
    return connection;
  }
}
