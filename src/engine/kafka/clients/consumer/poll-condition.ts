import type { ClassicConsumer } from './classic-consumer.ts';
import type { RequestFuture } from './request-future.ts';

/** While what a network poll may wait. Source: ConsumerNetworkClient.PollCondition. */
export type PollCondition =
  | { readonly kind: 'always' }
  | { readonly kind: 'noAvailableFetches' }
  | { readonly kind: 'pending'; readonly future: RequestFuture<object> };

export const always: PollCondition = { kind: 'always' };
export const noAvailableFetches: PollCondition = { kind: 'noAvailableFetches' };

/** Whether there is still something to wait for. Source: PollCondition.shouldBlock. */
export function mayBlock(consumer: ClassicConsumer, condition: PollCondition): boolean {
  switch (condition.kind) {
    case 'always':
      return true;
    case 'noAvailableFetches':
      return !consumer.fetcher.hasAvailableFetches(consumer);
    case 'pending':
      return !condition.future.isDone;
  }
}
