/** Why a member is in its group no more. */
export type LeaveCause = 'left' | 'sessionTimeout' | 'rebalanceTimeout' | 'syncTimeout';

/** What a learner should hear about a group: facts that the coordinator knows while it decides, with the group's own words. */
export type GroupNews = { readonly groupId: string } & (
  | { readonly kind: 'memberJoined'; readonly memberId: string; readonly generationId: number; readonly memberCount: number }
  | {
      readonly kind: 'memberRemoved';
      readonly memberId: string;
      readonly cause: LeaveCause;
      readonly timeoutMs: number;
      readonly memberCount: number;
    }
  | { readonly kind: 'rebalanceStarted'; readonly generationId: number; readonly memberCount: number; readonly timeoutMs: number }
  | {
      readonly kind: 'generationStarted';
      readonly generationId: number;
      readonly memberCount: number;
      readonly leaderId: string;
      readonly protocolName: string;
    }
  | {
      readonly kind: 'targetAssigned';
      readonly groupEpoch: number;
      readonly memberCount: number;
      readonly assignor: string;
    }
  | { readonly kind: 'groupStable'; readonly generationId: number; readonly memberCount: number }
  | { readonly kind: 'groupEmptied'; readonly generationId: number }
  | { readonly kind: 'offsetsCommitted'; readonly memberId: string; readonly partitionCount: number }
  | { readonly kind: 'offsetsExpired'; readonly partitionCount: number }
);
