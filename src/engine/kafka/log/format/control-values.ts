import type { Int64 } from '../../util/int64.ts';
import { writeInt64 } from '../../util/int64.ts';
import { unsignedVarintBytes } from '../../util/varint.ts';

/** What the control records of KRaft logs say, version 0. Markers of transactions are in batch-encoder.ts. */
export type RaftControlValue =
  | {
      readonly kind: 'LEADER_CHANGE';
      readonly leaderId: number;
      readonly voters: readonly number[];
      readonly grantingVoters: readonly number[];
    }
  | { readonly kind: 'SNAPSHOT_HEADER'; readonly lastContainedLogTimestamp: Int64 }
  | { readonly kind: 'SNAPSHOT_FOOTER' }
  | { readonly kind: 'KRAFT_VERSION'; readonly kRaftVersion: number };

const version0 = [0, 0] as const;
const noTaggedFields = 0;

/** The value of such a record. Source: LeaderChangeMessage, SnapshotHeaderRecord, SnapshotFooterRecord, KRaftVersionRecord. */
export function raftControlValue(value: RaftControlValue): Uint8Array {
  switch (value.kind) {
    case 'LEADER_CHANGE': {
      const voters = [...voterList(value.voters), ...voterList(value.grantingVoters)];
      return Uint8Array.from([...version0, ...int32(value.leaderId), ...voters, noTaggedFields]);
    }
    case 'SNAPSHOT_HEADER': {
      const bytes = new Uint8Array(11);
      writeInt64(new DataView(bytes.buffer), 2, value.lastContainedLogTimestamp);
      return bytes;
    }
    case 'SNAPSHOT_FOOTER':
      return Uint8Array.of(...version0, noTaggedFields);
    case 'KRAFT_VERSION':
      return Uint8Array.of(...version0, value.kRaftVersion >> 8, value.kRaftVersion & 0xff, noTaggedFields);
  }
}

function voterList(voters: readonly number[]): number[] {
  return [...unsignedVarintBytes(voters.length + 1), ...voters.flatMap((voter) => [...int32(voter), noTaggedFields])];
}

function int32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}
