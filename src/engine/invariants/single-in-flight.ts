import type { Invariant } from './invariant.ts';

/**
 * A broker handles the requests of one connection one after the other; it has one AlterPartition on its way, and each of its fetchers
 * one fetch.
 * Source: SocketServer, DefaultAlterPartitionManager, AbstractFetcherThread.
 */
export const singleInFlight: Invariant = {
  id: 'I32',
  promised: 'always',
  source: 'SocketServer, DefaultAlterPartitionManager, AbstractFetcherThread',
  wire({ from, to, api, kind }, say) {
    say({ broker: from, peer: to, api, kind });
  },
};
