import type { ClassicConsumer } from '../classic-consumer.ts';
import { nextHeartbeatMillis, runHeartbeatThread } from '../heartbeat-loop.ts';
import { MembershipCoordinator } from './membership-coordinator.ts';

/** Runs what keeps the membership while the application works: a heartbeat thread, or the background thread of the new consumer. */
export function runBackground(consumer: ClassicConsumer): void {
  const { coordinator } = consumer;
  if (coordinator instanceof MembershipCoordinator) coordinator.runBackground(consumer);
  else if (!coordinator.member.isMonitorHeld) runHeartbeatThread(consumer);
}

/** When the background has something to do next; null while it has not. */
export function nextBackgroundMillis(consumer: ClassicConsumer): number | null {
  const { coordinator } = consumer;
  if (coordinator.member.isMonitorHeld) return null;
  return coordinator instanceof MembershipCoordinator ? coordinator.nextBackgroundMillis(consumer) : nextHeartbeatMillis(consumer);
}
