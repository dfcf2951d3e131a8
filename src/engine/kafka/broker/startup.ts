import type { Broker } from './broker.ts';
import { startWritingBack } from './machine.ts';
import { brokerReady, brokerStopped, logDirFailed, logRecovered } from './events.ts';
import { changesFromNothing } from './metadata-replica.ts';

/**
 * Metadata have caught up for the first time: loads the logs (recovering those that were not closed), deletes strays, leads and
 * follows, and from then on wants to be unfenced.
 * Source: BrokerServer.startup, BrokerMetadataPublisher.initializeManagers, LogManager.loadLogs.
 */
export function startUp(broker: Broker): void {
  const { context, disk, replicas, image } = broker;
  const nowMillis = context.nowMillis;
  disk.touch();
  for (const [name, directory] of disk.logs) {
    const topic = image.topic(directory.topicId);
    const isAssigned = topic?.partitions.get(directory.partitionIndex)?.replicas.includes(context.self) === true;
    if (!isAssigned) disk.logs.delete(name);
  }
  // Its only log directory does not work: Kafka halts (ReplicaManager.handleLogDirFailure, LogManager.handleLogDirFailure).
  if (!loadLogs(broker, nowMillis)) return context.exit();
  broker.isPublished = true;
  broker.touch();
  const changes = changesFromNothing(image, context.self);
  replicas.applyChanges(changes, nowMillis);
  broker.groups.applyChanges(changes);
  context.emit(brokerReady, { logCount: disk.logs.size, metadataOffset: image.offset });
  broker.lifecycle.isReadyToUnfence = true;
  const { settings } = broker;
  // The phase of a broker's periodic tasks depends on when it was started: chance, as in a real cluster.
  broker.after('isrExpiration', Math.floor(settings.replicaLagTimeMaxMs / 2));
  broker.after('highWatermarkCheckpoint', settings.highWatermarkCheckpointIntervalMs);
  broker.after('osWriteback', settings.osWritebackMs);
  startWritingBack(broker);
  broker.maintenance.start();
}

/**
 * Loads every log; false when one cannot be loaded, which takes the directory that holds it offline. Nothing on the disk is changed by
 * that: the next start tries again. Source: LogManager.loadLogs (handleIOException).
 */
function loadLogs(broker: Broker, nowMillis: number): boolean {
  const { context, disk, replicas } = broker;
  // The file says that the last stop was clean; that is true only until the logs are open again.
  const isCleanShutdown = disk.cleanShutdownBrokerEpoch >= 0;
  disk.cleanShutdownBrokerEpoch = -1;
  for (const [name, { log, topic }] of disk.logs) {
    const previousLogEndOffset = log.logEndOffset;
    log.updateConfig(replicas.logConfig(topic));
    const checkpoints = {
      recoveryPoint: disk.recoveryPointCheckpoint.get(name) ?? 0,
      logStartOffset: disk.logStartOffsetCheckpoint.get(name) ?? 0,
      isCleanShutdown,
    };
    const problem = log.recover(checkpoints, nowMillis);
    if (problem !== null) {
      context.emit(logDirFailed, { partition: context.name(name), error: problem.errorCode });
      return false;
    }
    if (log.logEndOffset === previousLogEndOffset) continue;
    context.emit(logRecovered, { partition: context.name(name), previousLogEndOffset, logEndOffset: log.logEndOffset });
  }
  return true;
}

/**
 * Flushes everything, writes the checkpoints and the clean-shutdown file, and ends the process. Source: BrokerServer.shutdown,
 * LogManager.shutdown.
 */
export function stopCleanly(broker: Broker): void {
  const { context, disk, replicas, lifecycle } = broker;
  disk.touch();
  for (const { log } of disk.logs.values()) {
    log.flush(log.logEndOffset, context.nowMillis);
    log.close();
  }
  disk.checkpointRecoveryPoints();
  disk.checkpointLogStartOffsets();
  replicas.checkpointHighWatermarks();
  disk.cleanShutdownBrokerEpoch = lifecycle.brokerEpoch;
  context.emit(brokerStopped, { brokerEpoch: lifecycle.brokerEpoch });
  context.exit();
}
