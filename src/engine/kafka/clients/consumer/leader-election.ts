import type { ConsumerProtocolSubscription } from '../../apis/ConsumerProtocol/messages.ts';
import type { JoinGroupResponse } from '../../apis/JoinGroup/messages.ts';
import type { ClassicConsumer } from './classic-consumer.ts';
import { AwaitMetadataTask } from './wait-tasks.ts';
import type { RequestFuture } from './request-future.ts';
import { returnNone, Task } from './task.ts';
import type { TaskResult, TaskStep } from './task.ts';

/**
 * This member leads: it makes sure to know all topics of the group, which may take a metadata request, divides the partitions, and
 * tells the coordinator. Source: AbstractCoordinator.onLeaderElected, ConsumerCoordinator.onLeaderElected.
 */
export class LeaderElectionTask extends Task {
  private readonly response: JoinGroupResponse;
  private readonly future: RequestFuture<object>;
  private hasAskedForMetadata = false;

  constructor(response: JoinGroupResponse, future: RequestFuture<object>) {
    super();
    this.response = response;
    this.future = future;
  }

  run(consumer: ClassicConsumer, callee: TaskResult | null): TaskStep {
    const { coordinator } = consumer;
    coordinator.member.isMonitorHeld = false;
    if (callee?.kind === 'threw') {
      this.future.raise(callee.error);
      return returnNone;
    }
    const { response } = this;
    if (!this.hasAskedForMetadata) {
      this.hasAskedForMetadata = true;
      const topics = response.members.flatMap(({ metadata }) => (metadata as ConsumerProtocolSubscription).topics);
      if (consumer.subscriptions.groupSubscribe(topics)) consumer.metadata.requestUpdateForNewTopics();
      const isStale = consumer.metadata.updateRequested || consumer.metadata.timeToNextUpdate(consumer.nowMillis) === 0;
      // The handler of the JoinGroup response waits with the coordinator's monitor in hand: the heartbeat thread stands still meanwhile.
      coordinator.member.isMonitorHeld = isStale;
      if (isStale) return { kind: 'call', task: new AwaitMetadataTask(Number.MAX_SAFE_INTEGER) };
    }
    coordinator.maybeUpdateSubscriptionMetadata(consumer);
    const { assignments, error } = coordinator.assignPartitions(consumer, response);
    if (error !== null) this.future.raise(error);
    else coordinator.syncGroup(consumer, { assignments, future: this.future });
    return returnNone;
  }
}
