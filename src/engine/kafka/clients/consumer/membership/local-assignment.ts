/** Partitions by topic id, each list in ascending order. */
export type PartitionsById = ReadonlyMap<string, readonly number[]>;

/**
 * An assignment as this member counts them: each one that differs from the last has the next number, so that the member sees that it has
 * to acknowledge again even what it has had before. Source: AbstractMembershipManager.LocalAssignment.
 */
export interface LocalAssignment {
  readonly localEpoch: number;
  readonly partitions: PartitionsById;
}

/** Before any assignment. */
export const noAssignment: LocalAssignment = { localEpoch: -1, partitions: new Map() };

/** The next assignment; the same one when it brings nothing new. */
export function updatedAssignment(assignment: LocalAssignment, partitions: PartitionsById): LocalAssignment {
  if (assignment.localEpoch !== noAssignment.localEpoch && isSamePartitions(assignment.partitions, partitions)) return assignment;
  return { localEpoch: assignment.localEpoch + 1, partitions };
}

/** Whether two assignments are equal in number and content. */
export function isSameAssignment(a: LocalAssignment, b: LocalAssignment): boolean {
  return a.localEpoch === b.localEpoch && isSamePartitions(a.partitions, b.partitions);
}

/** Whether two assignments have the same partitions. */
export function isSamePartitions(a: PartitionsById, b: PartitionsById): boolean {
  if (a.size !== b.size) return false;
  for (const [topicId, partitions] of a) {
    const other = b.get(topicId);
    if (other?.length !== partitions.length || !partitions.every((partition, index) => other[index] === partition)) return false;
  }
  return true;
}
