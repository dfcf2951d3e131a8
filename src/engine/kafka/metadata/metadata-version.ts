/** What a metadata.version allows. Levels are Kafka's feature levels. Source: MetadataVersion. */

const levels = {
  '3.3-IV3': 7,
  '3.4-IV0': 8,
  '3.6-IV0': 12,
  '3.6-IV1': 13,
  '3.7-IV0': 15,
  '3.7-IV2': 17,
  '4.0-IV1': 23,
  '4.1-IV0': 26,
  '4.3-IV0': 30,
} as const;

/** The oldest level that Kafka 4.3 supports. */
export const metadataVersionMin = levels['3.3-IV3'];
/** The level of a new cluster of Kafka 4.3. */
export const metadataVersionLatest = levels['4.3-IV0'];
/** The highest level that Kafka 4.3 knows, for tests of Kafka's own. */
export const metadataVersionTesting = 31;

/** Levels at which the form of the metadata changed: a downgrade across one of them would lose something. */
const levelsThatChangedMetadata: ReadonlySet<number> = new Set([7, 8, 11, 13, 14, 15, 17, 23, 30]);

/** Whether every ISR shrink by the controller raises the leader epoch (KAFKA-15021). */
export function bumpsLeaderEpochOnIsrShrink(level: number): boolean {
  return level < levels['3.6-IV0'];
}

/** Whether several batches can be one metadata transaction. */
export function supportsMetadataTransactions(level: number): boolean {
  return level >= levels['3.6-IV1'];
}

/** Whether controllers register. */
export function supportsControllerRegistration(level: number): boolean {
  return level >= levels['3.7-IV0'];
}

/** Whether the controller knows in which directory each replica is (KIP-858). */
export function supportsDirectoryAssignment(level: number): boolean {
  return level >= levels['3.7-IV2'];
}

/** Whether partition records can carry the ELR (KIP-966). */
export function supportsElr(level: number): boolean {
  return level >= levels['4.0-IV1'];
}

/** Whether directories can be cordoned (KIP-1066). */
export function supportsCordonedLogDirs(level: number): boolean {
  return level >= levels['4.3-IV0'];
}

/** The version of a RegisterBrokerRecord. */
export function registerBrokerRecordVersion(level: number): number {
  if (supportsCordonedLogDirs(level)) return 4;
  if (supportsDirectoryAssignment(level)) return 3;
  return level >= levels['3.4-IV0'] ? 2 : 1;
}

/** The version of PartitionRecord and PartitionChangeRecord. */
export function partitionRecordVersion(level: number): number {
  if (supportsElr(level)) return 2;
  return supportsDirectoryAssignment(level) ? 1 : 0;
}

/** Whether the metadata's form changed between two levels. Source: MetadataVersion.checkIfMetadataChanged. */
export function isMetadataChangedBetween(a: number, b: number): boolean {
  const low = Math.min(a, b);
  for (let level = Math.max(a, b); level > low; level--) if (levelsThatChangedMetadata.has(level)) return true;
  return false;
}
