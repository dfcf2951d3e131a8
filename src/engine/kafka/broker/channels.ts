/**
 * The connections that Kafka's processes open, as channel numbers of the simulated network. A broker keeps its controller traffic apart
 * (BrokerLifecycleManager, AlterPartitionManager and the Raft client each have a channel of their own), and one for each fetcher thread.
 */
export const channels = {
  brokerLifecycle: 1,
  alterPartition: 2,
  metadataLog: 3,
  forwarding: 4,
  /** The first replica fetcher; fetcher n uses `replicaFetcher + n`. */
  replicaFetcher: 16,
  /** Clients to brokers. */
  client: 64,
  /** A consumer's connection to its group coordinator. */
  coordinator: 65,
  admin: 66,
  /** A client's connection to an address of bootstrap.servers, before it knows who is who. */
  bootstrap: 80,
} as const;
