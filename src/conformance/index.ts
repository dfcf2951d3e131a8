import type { Adapter } from './registry.ts';

/** A kind and how to load its adapter, so that a broken adapter of one kind leaves the others usable. */
export interface AdapterEntry {
  readonly kind: string;
  load(): Promise<{ readonly adapter: Adapter }>;
}

/** Every kind that the engine answers, in the order of the golden rows' README. A test fails when a file of this folder is missing here. */
export const adapters: readonly AdapterEntry[] = [
  { kind: 'errors', load: () => import('./errors.ts') },
  { kind: 'configs', load: () => import('./configs.ts') },
  { kind: 'primitives', load: () => import('./primitives.ts') },
  { kind: 'partitioners', load: () => import('./partitioners.ts') },
  { kind: 'replica-placement', load: () => import('./replica-placement.ts') },
  { kind: 'config-validation', load: () => import('./config-validation.ts') },
  { kind: 'server-assignors', load: () => import('./server-assignors.ts') },
  // One line a kind: { kind: 'primitives', load: () => import('./primitives.ts') },
  { kind: 'leader-epoch-cache', load: () => import('./leader-epoch-cache.ts') },
  { kind: 'controller', load: () => import('./controller.ts') },
  { kind: 'producer-state', load: () => import('./producer-state.ts') },
  { kind: 'follower-fetcher', load: () => import('./follower-fetcher.ts') },
  { kind: 'partition-leader', load: () => import('./partition-leader.ts') },
  { kind: 'accumulator', load: () => import('./accumulator.ts') },
  { kind: 'fetcher', load: () => import('./fetcher.ts') },
  { kind: 'log-segments', load: () => import('./log-segments.ts') },
  { kind: 'recovery', load: () => import('./recovery.ts') },
  { kind: 'assignors', load: () => import('./assignors.ts') },
  { kind: 'record-batches', load: () => import('./record-batches.ts') },
  { kind: 'retention-compaction', load: () => import('./retention-compaction.ts') },
  { kind: 'log-validator', load: () => import('./log-validator.ts') },
  { kind: 'consumer-coordinator', load: () => import('./consumer-coordinator.ts') },
  { kind: 'group-classic', load: () => import('./group-classic.ts') },
  { kind: 'group-consumer', load: () => import('./group-consumer.ts') },
  { kind: 'group-offsets', load: () => import('./group-offsets.ts') },
  { kind: 'cluster-traces', load: () => import('./cluster-traces.ts') },
];
