import type { ClassicConsumer } from './classic-consumer.ts';
import { lookupCoordinator, sendHeartbeat } from './group-requests.ts';

/** What the heartbeat thread does next: sleeps a while, or waits until it is enabled. */
export type HeartbeatPause = 'sleeping' | 'disabled';

/**
 * Runs the heartbeat thread until it would sleep. It keeps the membership while the application works: it also takes in answers meanwhile,
 * and leaves the group when poll() was not called for max.poll.interval.ms. Source: AbstractCoordinator.HeartbeatThread.run.
 */
export function runHeartbeatThread(consumer: ClassicConsumer): HeartbeatPause {
  const { coordinator } = consumer;
  const { member } = coordinator;
  for (;;) {
    const thread = member.heartbeatThread;
    if (thread === null || thread.isClosed || !thread.isEnabled) return 'disabled';
    if (member.hasNotJoinedGroup || member.heartbeatFailure !== null) {
      thread.isEnabled = false;
      return 'disabled';
    }
    const error = consumer.pollNow();
    if (error !== null) {
      member.heartbeatFailure = error;
      continue;
    }
    const now = consumer.nowMillis;
    const { heartbeat } = member;
    const nodeId = member.checkAndGetCoordinator(consumer);
    if (nodeId === null) {
      if (member.findCoordinatorFuture !== null) member.findCoordinatorFuture = null;
      else lookupCoordinator(consumer, member);
      return 'sleeping';
    }
    if (now >= heartbeat.sessionDeadlineMillis) {
      member.markCoordinatorUnknown(consumer, false);
    } else if (now >= heartbeat.pollDeadlineMillis) {
      coordinator.maybeLeaveGroup(consumer, 'consumer poll timeout has expired.');
    } else if (now < heartbeat.heartbeatDeadlineMillis) {
      return 'sleeping';
    } else {
      heartbeat.sent(now);
      sendHeartbeat(consumer, member, nodeId);
    }
  }
}

/** When the heartbeat thread has something to do next; null while it is disabled. Without a coordinator it looks again soon. */
export function nextHeartbeatMillis(consumer: ClassicConsumer): number | null {
  const { member } = consumer.coordinator;
  const thread = member.heartbeatThread;
  if (thread === null || thread.isClosed || !thread.isEnabled) return null;
  const { heartbeatDeadlineMillis, sessionDeadlineMillis, pollDeadlineMillis } = member.heartbeat;
  if (member.coordinator === null) return consumer.nowMillis + member.settings.retryBackoffMillis;
  return Math.min(heartbeatDeadlineMillis, sessionDeadlineMillis, pollDeadlineMillis);
}
