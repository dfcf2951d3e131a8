import type { Context } from '../../../kernel/process.ts';
import { Shared } from '../../../kernel/state.ts';

/** What a client takes from outside besides time: chance and correlation ids. */
export abstract class ClientEnvironment extends Shared {
  /** An integer in [0, bound), for whatever has no recorded order: which node is asked first, jitter. */
  abstract below(bound: number): number;
  /** A uniformly distributed integer in [0, 2^31): what the built-in partitioner draws for a topic. */
  abstract nextPositiveInt(topic: string): number;
  /** The correlation id of the next request. */
  abstract nextCorrelation(): number;
}

/** The environment of a simulated process. */
export class ContextEnvironment extends ClientEnvironment {
  private readonly context: Context;

  constructor(context: Context) {
    super();
    this.context = context;
  }

  below(bound: number): number {
    return this.context.random.below(bound);
  }

  nextPositiveInt(): number {
    return this.context.random.nextInt32() & 0x7fffffff;
  }

  nextCorrelation(): number {
    return this.context.nextCorrelation();
  }
}

/** "Never", as a time or a duration: Java's Long.MAX_VALUE, kept within what a double holds exactly. */
export const neverMillis = Number.MAX_SAFE_INTEGER;
