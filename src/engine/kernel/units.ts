/**
 * Simulated microseconds since the scenario's start: an integer, exact to 285 years. The wall clock of the simulated world is
 * `epochMillis + micros / 1000`.
 */
export type Micros = number;

/** Names a node: a broker, a controller or a client. Brokers keep Kafka's own id; see `cluster.ts` for how ids are given. */
export type NodeId = number;

/** Dense and 0-based: the n-th event that this timeline ever emitted. */
export type EventId = number;

/** No event: the trigger of what nothing triggered. */
export const noEvent: EventId = -1;

/** A point between two steps: `steps` counts the kernel steps taken since the start, `micros` is the simulated time there. */
export interface Position {
  readonly micros: Micros;
  readonly steps: number;
}

export const microsPerMilli = 1000;
export const microsPerSecond = 1_000_000;

/** Fails loudly when something that must hold does not: a bug of ours, never a condition of the simulated world. */
export function assert(condition: boolean, mustHold: string): asserts condition {
  if (!condition) throw new AssertionError(mustHold);
}

/** Thrown by `assert`; the message says what must hold. */
export class AssertionError extends Error {
  constructor(mustHold: string) {
    super(`must hold: ${mustHold}`);
    this.name = 'AssertionError';
  }
}

/** Closes a switch over a union: adding a member without a case does not compile. */
export function assertNever(value: never): never {
  throw new AssertionError(`every case is handled, but got ${String(value)}`);
}
