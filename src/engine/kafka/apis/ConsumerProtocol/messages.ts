/**
 * What consumers of a classic group tell each other through their coordinator. Field names as in ConsumerProtocolSubscription.json (v3).
 * `userData` is the assignor's own.
 */
export interface ConsumerProtocolSubscription {
  readonly topics: readonly string[];
  readonly userData: object | null;
  /** By name: `orders-0`. */
  readonly ownedPartitions: readonly string[];
  /** -1: none. */
  readonly generationId: number;
  readonly rackId: string | null;
}

/** Field names as in ConsumerProtocolAssignment.json (v3). */
export interface ConsumerProtocolAssignment {
  /** By name: `orders-0`. */
  readonly assignedPartitions: readonly string[];
  readonly userData: object | null;
}
