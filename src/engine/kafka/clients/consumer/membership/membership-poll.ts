import { callbackFailed } from '../group-error.ts';
import type { ClassicConsumer } from '../classic-consumer.ts';
import type { ClientError } from '../../common/client-error.ts';
import { complete } from '../coordinator-tasks.ts';
import { Task } from '../task.ts';
import type { TaskResult, TaskStep } from '../task.ts';
import type { ConsumerCoordinator } from '../consumer-coordinator.ts';
import type { ConsumerMembership } from './consumer-membership.ts';
import type { Reconciliation } from './reconciliation.ts';

/** The membership that a poll works for. */
export interface PollOwner extends Pick<
  ConsumerCoordinator,
  'invokeCompletedCommitCallbacks' | 'maybeAutoCommitOffsetsAsync' | 'maybeUpdateSubscriptionMetadata'
> {
  readonly membership: ConsumerMembership;
  reconciliation: Reconciliation | null;
  onPoll(consumer: ClassicConsumer): ClientError | null;
  runBackground(consumer: ClassicConsumer): void;
  maybeReconcile(consumer: ClassicConsumer): void;
  commitBeforeRevocation(consumer: ClassicConsumer, reconciliation: Reconciliation): boolean;
  completeReconciliation(consumer: ClassicConsumer, reconciliation: Reconciliation): ClientError | null;
}

/**
 * What each pass of poll() does for a member of the consumer protocol: errors and lost partitions are told, the target is moved towards
 * (commit, revoke, assign), offsets are committed when it is time. It waits for nobody. Source: AsyncKafkaConsumer.poll, AsyncPollEvent.
 */
export abstract class MembershipPollTask extends Task {
  private step: 'begin' | 'revoked' = 'begin';

  protected abstract ownerOf(consumer: ClassicConsumer): PollOwner;

  run(consumer: ClassicConsumer, callee: TaskResult | null): TaskStep {
    if (this.step === 'revoked') return this.afterRevocation(consumer, callee?.kind === 'threw' ? callee.error : null);
    const coordinator = this.ownerOf(consumer);
    const commitError = coordinator.invokeCompletedCommitCallbacks(consumer);
    if (commitError !== null) return { kind: 'throw', error: commitError };
    if (!consumer.subscriptions.hasAutoAssignedPartitions) return this.finish(consumer);
    coordinator.maybeUpdateSubscriptionMetadata(consumer);
    const error = coordinator.onPoll(consumer);
    if (error !== null) return { kind: 'throw', error };
    coordinator.runBackground(consumer);
    coordinator.maybeReconcile(consumer);
    return this.reconcile(consumer);
  }

  private reconcile(consumer: ClassicConsumer): TaskStep {
    const coordinator = this.ownerOf(consumer);
    const { reconciliation, membership } = coordinator;
    if (reconciliation === null) return this.finish(consumer);
    if (membership.state !== 'RECONCILING') {
      coordinator.reconciliation = null;
      return this.finish(consumer);
    }
    if (!coordinator.commitBeforeRevocation(consumer, reconciliation)) return this.finish(consumer);
    if (reconciliation.revoked.length === 0) return this.afterRevocation(consumer, null);
    this.step = 'revoked';
    const outcome = consumer.groupListener.onPartitionsRevoked(consumer, reconciliation.revoked, true);
    return outcome instanceof Task ? { kind: 'call', task: outcome } : this.afterRevocation(consumer, outcome);
  }

  private afterRevocation(consumer: ClassicConsumer, failed: ClientError | null): TaskStep {
    const coordinator = this.ownerOf(consumer);
    const { reconciliation, membership } = coordinator;
    if (failed !== null) {
      // The member does not acknowledge: it tries again in the next poll(), until the coordinator has enough of it.
      coordinator.reconciliation = null;
      return { kind: 'throw', error: callbackFailed(failed) };
    }
    // Fenced while the application was asked.
    if (reconciliation === null || membership.state !== 'RECONCILING') return this.finish(consumer);
    const error = coordinator.completeReconciliation(consumer, reconciliation);
    if (error !== null) return { kind: 'throw', error };
    return this.finish(consumer);
  }

  private finish(consumer: ClassicConsumer): TaskStep {
    const coordinator = this.ownerOf(consumer);
    coordinator.runBackground(consumer);
    const error = coordinator.maybeAutoCommitOffsetsAsync(consumer);
    return error === null ? complete : { kind: 'throw', error };
  }
}
