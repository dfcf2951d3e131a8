import type { Broker } from './broker.ts';
import { writeBack } from './machine.ts';
import { stopCleanly } from './startup.ts';
import type { BrokerTask } from './timers.ts';

/** Does what a broker does by the clock. */
export function runTask(broker: Broker, task: BrokerTask): void {
  const { controller, replicas, maintenance, settings } = broker;
  const { nowMillis } = broker.context;
  switch (task) {
    case 'lifecycle':
      return controller.communicate();
    case 'fetchMetadata':
      return broker.metadata.fetch();
    case 'alterPartitionRetry':
      return controller.retryAlterPartition();
    case 'isrExpiration':
      replicas.shrinkIsrs(nowMillis);
      return broker.afterPeriod('isrExpiration', Math.floor(settings.replicaLagTimeMaxMs / 2));
    case 'highWatermarkCheckpoint':
      replicas.checkpointHighWatermarks();
      return broker.afterPeriod('highWatermarkCheckpoint', settings.highWatermarkCheckpointIntervalMs);
    case 'osWriteback':
      replicas.writeBack();
      return broker.after('osWriteback', settings.osWritebackMs);
    case 'retention':
      return maintenance.cleanupLogs(nowMillis);
    case 'cleaner':
      return maintenance.clean(nowMillis);
    case 'flushDirtyLogs':
      return maintenance.flushDirtyLogs(nowMillis);
    case 'flushRolled':
      return replicas.flushRolled(nowMillis);
    case 'recoveryPointCheckpoint':
      return maintenance.checkpointRecoveryPoints();
    case 'logStartOffsetCheckpoint':
      return maintenance.checkpointLogStartOffsets();
    case 'deleteFiles':
      return maintenance.deleteFiles(nowMillis);
    case 'producerIds':
      return broker.producerIds.retry();
    case 'replicaFetchers':
      return broker.fetchers.onTimer();
    case 'hardwareWriteback':
      return writeBack(broker);
    case 'controlledShutdownLimit':
      return stopCleanly(broker);
    case 'logDirFailure':
      // Its only log directory does not work: Kafka halts (LogManager.handleLogDirFailure).
      return broker.context.exit();
  }
}
