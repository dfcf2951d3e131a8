import type { ConsumerGroupHeartbeatResponse } from '../../../apis/ConsumerGroupHeartbeat/messages.ts';
import { errors } from '../../../errors.ts';
import type { ClientError } from '../../common/client-error.ts';
import type { ClassicConsumer } from '../classic-consumer.ts';
import { CoordinatorRequest } from '../group-requests.ts';
import { RequestFuture } from '../request-future.ts';
import type { ConsumerMembership } from './consumer-membership.ts';
import type { MembershipHeartbeat } from './heartbeat-state.ts';

const requestBytes = 140;

/** Who hears how a heartbeat went: the consumer's membership, looked up when the answer comes. */
export interface HeartbeatOwner {
  readonly membership: ConsumerMembership;
  readonly heartbeat: MembershipHeartbeat;
  onHeartbeatSuccess(consumer: ClassicConsumer, response: ConsumerGroupHeartbeatResponse): void;
  onHeartbeatError(consumer: ClassicConsumer, response: ConsumerGroupHeartbeatResponse): void;
}

/** A heartbeat on its way. Source: AbstractHeartbeatRequestManager.onResponse and onFailure. */
export abstract class MembershipHeartbeatPurpose extends CoordinatorRequest<object> {
  private readonly isAnswerIgnored: boolean;

  constructor(consumer: ClassicConsumer, isAnswerIgnored: boolean) {
    super(new RequestFuture<object>(), consumer.coordinator.member.generation);
    this.isAnswerIgnored = isAnswerIgnored;
  }

  protected abstract ownerOf(consumer: ClassicConsumer): HeartbeatOwner;

  onSuccess(consumer: ClassicConsumer, body: object): void {
    this.future.complete(body);
    if (this.isAnswerIgnored) return;
    const response = body as ConsumerGroupHeartbeatResponse;
    if (response.errorCode === errors.NONE) this.ownerOf(consumer).onHeartbeatSuccess(consumer, response);
    else this.ownerOf(consumer).onHeartbeatError(consumer, response);
  }

  protected override fail(consumer: ClassicConsumer, error: ClientError): void {
    this.future.raise(error);
    if (!this.isAnswerIgnored) this.ownerOf(consumer).heartbeat.onFailed(consumer.nowMillis);
  }
}

/**
 * Sends a heartbeat: an acknowledgement is given, a farewell said with it. Source: AbstractHeartbeatRequestManager.makeHeartbeatRequest.
 */
export function sendMembershipHeartbeat(
  consumer: ClassicConsumer,
  { membership, heartbeat }: HeartbeatOwner,
  nodeId: number,
  request: MembershipHeartbeatPurpose,
): void {
  const body = heartbeat.request(consumer, membership);
  consumer.client.send({ nodeId, api: 'ConsumerGroupHeartbeat', body, sizeBytes: requestBytes, request }, consumer.nowMillis);
  heartbeat.onSent(consumer.nowMillis);
  membership.onHeartbeatRequestGenerated();
  consumer.client.transmitSends(consumer.nowMillis);
}
