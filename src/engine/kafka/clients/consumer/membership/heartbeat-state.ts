import { State } from '../../../../kernel/state.ts';
import type { ConsumerGroupHeartbeatRequest } from '../../../apis/ConsumerGroupHeartbeat/messages.ts';
import { compareText } from '../../assignors/assignor.ts';
import type { ClientEnvironment } from '../../common/client-environment.ts';
import { RetryBackoff } from '../../common/retry-backoff.ts';
import type { ClassicConsumer } from '../classic-consumer.ts';
import type { ConsumerSettings } from '../consumer-settings.ts';
import type { ConsumerMembership } from './consumer-membership.ts';
import { isSameAssignment } from './local-assignment.ts';
import type { LocalAssignment } from './local-assignment.ts';

/**
 * When the next heartbeat goes, and what it need not repeat. Source: HeartbeatRequestState and
 * ConsumerHeartbeatRequestManager.HeartbeatState.
 */
export class MembershipHeartbeat extends State {
  /** As the broker says; unknown before the first answer. */
  intervalMillis = 0;
  isInFlight = false;
  private deadlineMillis: number;
  private backoffUntilMillis = 0;
  private attempts = 0;
  private sentRebalanceTimeoutMillis = -1;
  private sentTopicNames: readonly string[] | null = null;
  private sentPattern: string | null = null;
  private sentServerAssignor: string | null = null;
  private sentAssignment: LocalAssignment | null = null;
  private readonly retryBackoff: RetryBackoff;
  private readonly environment: ClientEnvironment;

  constructor(settings: ConsumerSettings, environment: ClientEnvironment, nowMillis: number) {
    super();
    this.retryBackoff = new RetryBackoff(settings.retryBackoffMillis, settings.retryBackoffMaxMillis);
    this.environment = environment;
    this.deadlineMillis = nowMillis;
  }

  canSend(nowMillis: number): boolean {
    return !this.isInFlight && nowMillis >= this.deadlineMillis && nowMillis >= this.backoffUntilMillis;
  }

  /** When a heartbeat is due by itself. */
  get nextMillis(): number {
    return Math.max(this.deadlineMillis, this.backoffUntilMillis);
  }

  onSent(nowMillis: number): void {
    this.isInFlight = true;
    this.deadlineMillis = nowMillis + this.intervalMillis;
  }

  onSucceeded(intervalMillis: number, nowMillis: number): void {
    if (intervalMillis !== this.intervalMillis) this.deadlineMillis = nowMillis + intervalMillis;
    this.intervalMillis = intervalMillis;
    this.isInFlight = false;
    this.attempts = 0;
    this.backoffUntilMillis = 0;
  }

  /** The next one follows soon, and says everything again: who knows what the broker has heard. */
  onFailed(nowMillis: number): void {
    this.isInFlight = false;
    this.deadlineMillis = nowMillis;
    this.backoffUntilMillis = nowMillis + this.retryBackoff.backoff(this.attempts++, this.environment);
    this.forgetSent();
  }

  /** The next one need not wait at all. */
  skipBackoff(): void {
    this.isInFlight = false;
    this.attempts = 0;
    this.backoffUntilMillis = 0;
  }

  forgetSent(): void {
    this.sentRebalanceTimeoutMillis = -1;
    this.sentTopicNames = null;
    this.sentPattern = null;
    this.sentServerAssignor = null;
    this.sentAssignment = null;
  }

  /** A request that says everything when joining, else only what has changed since the last one. */
  request(consumer: ClassicConsumer, membership: ConsumerMembership): ConsumerGroupHeartbeatRequest {
    const { settings, subscriptions } = consumer;
    const isJoining = membership.state === 'JOINING';
    const topicNames = [...subscriptions.subscription].sort(compareText);
    const hasNewTimeout = isJoining || this.sentRebalanceTimeoutMillis !== settings.maxPollIntervalMillis;
    const hasNewTopics = isJoining || this.sentTopicNames === null || !isSameList(this.sentTopicNames, topicNames);
    const { re2Pattern } = subscriptions;
    const hasNewPattern = (isJoining && re2Pattern !== null) || re2Pattern !== this.sentPattern;
    const assignor = settings.groupRemoteAssignor;
    const hasNewAssignor = assignor !== null && (isJoining || assignor !== this.sentServerAssignor);
    const { current } = membership;
    const hasNewAssignment = isJoining || this.sentAssignment === null || !isSameAssignment(this.sentAssignment, current);
    this.sentRebalanceTimeoutMillis = settings.maxPollIntervalMillis;
    this.sentTopicNames = topicNames;
    this.sentPattern = re2Pattern;
    if (hasNewAssignor) this.sentServerAssignor = assignor;
    this.sentAssignment = current;
    return {
      groupId: settings.groupId ?? '',
      memberId: membership.memberId,
      memberEpoch: membership.memberEpoch,
      instanceId: membership.groupInstanceId,
      rackId: isJoining && settings.clientRack !== '' ? settings.clientRack : null,
      rebalanceTimeoutMs: hasNewTimeout ? settings.maxPollIntervalMillis : -1,
      subscribedTopicNames: hasNewTopics ? topicNames : null,
      // An empty one takes the pattern back.
      subscribedTopicRegex: hasNewPattern ? (re2Pattern ?? '') : null,
      serverAssignor: hasNewAssignor ? assignor : null,
      topicPartitions: hasNewAssignment ? [...current.partitions].map(([topicId, partitions]) => ({ topicId, partitions })) : null,
    };
  }
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
