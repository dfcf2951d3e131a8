import type { Envelope } from '../../../../kernel/process.ts';
import type { ConsumerProtocolAssignment } from '../../../apis/ConsumerProtocol/messages.ts';
import type { JoinGroupRequest, JoinGroupResponse } from '../../../apis/JoinGroup/messages.ts';
import type { OffsetCommitRequest, OffsetCommitResponse } from '../../../apis/OffsetCommit/messages.ts';
import type { OffsetFetchResponse } from '../../../apis/OffsetFetch/messages.ts';
import type { SyncGroupRequest, SyncGroupResponse } from '../../../apis/SyncGroup/messages.ts';
import { errors } from '../../../errors.ts';
import { OneLogBroker } from './one-log-broker.ts';

/** A broker that also coordinates a group of one member: just enough of a coordinator to watch a member. */
export class OneGroupBroker extends OneLogBroker {
  generationId = 0;
  memberId = '';
  committedOffset = -1;
  heartbeatCount = 0;
  leaveCount = 0;
  /** What heartbeats are answered with. */
  heartbeatError: number = errors.NONE;

  override onMessage(envelope: Envelope): void {
    this.touch();
    const { api, body } = envelope.message;
    switch (api) {
      case 'FindCoordinator':
        this.context.reply(envelope, { throttleTimeMs: 0, coordinators: [{ key: 'g', nodeId: 1, errorCode: 0, errorMessage: null }] }, 50);
        return;
      case 'JoinGroup':
        this.context.reply(envelope, this.join(body as JoinGroupRequest), 100);
        return;
      case 'SyncGroup':
        this.context.reply(envelope, this.sync(body as SyncGroupRequest), 100);
        return;
      case 'Heartbeat':
        this.heartbeatCount++;
        this.context.reply(envelope, { throttleTimeMs: 0, errorCode: this.heartbeatError }, 20);
        return;
      case 'LeaveGroup':
        this.leaveCount++;
        this.memberId = '';
        this.context.reply(envelope, { throttleTimeMs: 0, errorCode: 0, members: [] }, 20);
        return;
      case 'OffsetCommit':
        this.context.reply(envelope, this.commit(body as OffsetCommitRequest), 40);
        return;
      case 'OffsetFetch':
        this.context.reply(envelope, this.fetchOffsets(), 40);
        return;
      default:
        super.onMessage(envelope);
    }
  }

  private join(request: JoinGroupRequest): JoinGroupResponse {
    const isNew = request.memberId === '';
    if (isNew) this.memberId = `member-${String(this.generationId + 1)}`;
    else this.generationId++;
    const protocol = request.protocols[0];
    const { memberId } = this;
    return {
      throttleTimeMs: 0,
      errorCode: isNew ? errors.MEMBER_ID_REQUIRED : errors.NONE,
      generationId: this.generationId,
      protocolType: 'consumer',
      protocolName: protocol?.name ?? null,
      leader: memberId,
      skipAssignment: false,
      memberId,
      members: [{ memberId, groupInstanceId: null, metadata: protocol?.metadata ?? {} }],
    };
  }

  private sync(request: SyncGroupRequest): SyncGroupResponse {
    const assignment = (request.assignments[0]?.assignment ?? null) as ConsumerProtocolAssignment | null;
    return { throttleTimeMs: 0, errorCode: 0, protocolType: 'consumer', protocolName: request.protocolName, assignment };
  }

  private commit(request: OffsetCommitRequest): OffsetCommitResponse {
    const topics = request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex, committedOffset }) => {
        this.committedOffset = committedOffset;
        return { partitionIndex, errorCode: errors.NONE };
      }),
    }));
    return { throttleTimeMs: 0, topics };
  }

  private fetchOffsets(): OffsetFetchResponse {
    const partitions = [{ partitionIndex: 0, committedOffset: this.committedOffset, committedLeaderEpoch: -1, metadata: '', errorCode: 0 }];
    return { throttleTimeMs: 0, groups: [{ groupId: 'g', errorCode: 0, topics: [{ name: 'orders', partitions }] }] };
  }
}
