/** What members of a classic group tell each other through the coordinator: bytes on the wire, passed on unread. */
export type Payload = unknown;

/** A subscription as a classic consumer embeds it. */
export interface EmbeddedSubscription {
  readonly version: number;
  readonly topics: readonly string[];
  /** Owned partitions by topic. */
  readonly ownedPartitions: ReadonlyMap<string, readonly number[]>;
  readonly rackId: string | null;
}

/** An assignment as a classic consumer embeds it. */
export interface EmbeddedAssignment {
  readonly partitions: ReadonlyMap<string, readonly number[]>;
  readonly hasUserData: boolean;
}

/**
 * How the coordinator reads payloads where Kafka does: expiry of offsets and the passage between the protocols. Source: ConsumerProtocol.
 */
export interface EmbeddedProtocol {
  readonly emptyPayload: Payload;
  isEmpty(payload: Payload): boolean;
  isEqual(a: Payload, b: Payload): boolean;
  /** null: malformed. */
  readSubscription(metadata: Payload): EmbeddedSubscription | null;
  /** null: malformed. */
  readAssignment(assignment: Payload): EmbeddedAssignment | null;
  writeAssignment(partitions: ReadonlyMap<string, readonly number[]>, version: number): Payload;
}
