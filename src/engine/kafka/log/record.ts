/** One record as a learner or a client sees it. Times are epoch milliseconds. Null key and null value (tombstone) are Kafka's. */
export interface KafkaRecord {
  readonly timestamp: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly (readonly [string, string | null])[];
  /** The ground-truth ledger's number of this record, 0 when it has none; no node may read it. */
  readonly ledgerId: number;
  /** The offset relative to the batch's base; absent while records are dense (index i has delta i). Compaction leaves gaps. */
  readonly offsetDelta?: number;
}
