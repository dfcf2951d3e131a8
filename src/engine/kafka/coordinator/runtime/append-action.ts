import type { Payload } from '../embedded-protocol.ts';
import type { ResponseData } from '../result.ts';

/** What a member of a classic group announced before a static member took its place. */
export interface ReplacedMemberSettings {
  readonly protocols: readonly { readonly name: string; readonly metadata: Payload }[];
  readonly rebalanceTimeoutMs: number;
  readonly sessionTimeoutMs: number;
}

/** What is still to be done when records are committed or have failed; data, so that it survives a checkpoint. */
export type AppendAction =
  | { readonly kind: 'groupCreated'; readonly token: number }
  | {
      readonly kind: 'staticMemberReplaced';
      readonly slot: number;
      readonly token: number;
      readonly apiVersion: number;
      readonly groupInstanceId: string;
      readonly oldMemberId: string;
      readonly newMemberId: string;
      readonly leader: string | null;
      readonly old: ReplacedMemberSettings;
    }
  | {
      readonly kind: 'assignmentStored';
      readonly slot: number;
      readonly memberId: string;
      readonly generationId: number;
      readonly assignments: readonly (readonly [string, Payload])[];
    }
  | {
      readonly kind: 'classicMemberJoined';
      readonly groupId: string;
      readonly token: number;
      readonly memberId: string;
      readonly isDowngrade: boolean;
      readonly sessionTimeoutMs: number;
      readonly rebalanceTimeoutMs: number;
      readonly response: ResponseData;
    }
  | {
      readonly kind: 'classicMemberSynced';
      readonly groupId: string;
      readonly token: number;
      readonly memberId: string;
      readonly sessionTimeoutMs: number;
      readonly response: ResponseData;
    };
