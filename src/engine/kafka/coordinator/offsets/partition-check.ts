import type { ApiFailure } from '../failure.ts';

/** Whether one partition may be committed; null: it may. */
export type PartitionCheck = (topicName: string, topicId: string | null, partition: number) => ApiFailure | null;

/** Who commits, and how. */
export interface Committer {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly generationId: number;
  readonly isTransactional: boolean;
  readonly apiVersion: number;
}

/** No partition is refused. */
export const noPartitionCheck: PartitionCheck = () => null;
