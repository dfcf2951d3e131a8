/** What the consumer of Kafka 0.8 asks ZooKeeper for, by ZooKeeper's own names. */

/** One znode, whatever it held before. */
export interface SetDataRequest {
  readonly path: string;
  readonly data: string;
}

/** The znode's version: how often it was written since it was made. */
export interface SetDataResponse {
  readonly version: number;
}

/** One znode. */
export interface GetDataRequest {
  readonly path: string;
}

/** Null: there is no such znode. */
export interface GetDataResponse {
  readonly data: string | null;
}
