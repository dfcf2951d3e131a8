import type { Broker } from '../kafka/broker/broker.ts';
import type { Cluster } from '../kafka/cluster.ts';
import { bitRotted } from '../kafka/broker/storage-events.ts';
import { lastUnflushedBatch } from '../kafka/log/deliberate-mistakes.ts';
import type { LogSegment } from '../kafka/log/log-segment.ts';
import type { PartitionLog } from '../kafka/log/partition-log.ts';
import { damageSegment, withFlippedBit } from '../kafka/log/segment-damage.ts';
import { numberParam } from './fault.ts';
import type { Fault, FaultParams } from './fault.ts';
import { needsBroker, needsRunning, needsStopped, nodeOf } from './node-conditions.ts';

const brokerOf = (cluster: Cluster, params: FaultParams): Broker | null => cluster.broker(nodeOf(params));

/** Every append takes longer: a worn, shared or nearly full disk. */
export const slowDisk: Fault = {
  name: 'slow-disk',
  target: 'disk',
  params: [{ name: 'delayMillis', kind: 'millis', initial: 400 }],
  refusal(cluster, params) {
    const reason = needsBroker(cluster, params);
    if (reason !== null) return reason;
    const delay = numberParam(params, 'delayMillis');
    return delay >= 0 && delay <= 600_000 ? null : 'out-of-range';
  },
  apply(cluster, params) {
    const disk = brokerOf(cluster, params)?.disk;
    disk?.touch();
    if (disk !== undefined) disk.appendDelayMicros = Math.round(numberParam(params, 'delayMillis') * 1000);
  },
};

/** The disk is as fast as it should be. */
export const mendDisk: Fault = {
  name: 'mend-disk',
  target: 'disk',
  params: [],
  refusal: (cluster, params) =>
    needsBroker(cluster, params) ?? (brokerOf(cluster, params)?.disk.appendDelayMicros === 0 ? 'is-healthy' : null),
  apply(cluster, params) {
    const disk = brokerOf(cluster, params)?.disk;
    disk?.touch();
    if (disk !== undefined) disk.appendDelayMicros = 0;
  },
};

/**
 * The only log directory fails: a broker without a working directory halts (LogManager), and does not start again until the disk is
 * replaced.
 */
export const failDisk: Fault = {
  name: 'fail-disk',
  target: 'disk',
  params: [],
  refusal: (cluster, params) => needsRunning(cluster, params) ?? needsBroker(cluster, params),
  apply(cluster, params) {
    const disk = brokerOf(cluster, params)?.disk;
    disk?.touch();
    if (disk !== undefined) disk.isFailed = true;
    cluster.kernel.crashProcess(nodeOf(params), 'process-crash');
  },
};

/** A new, empty disk for a broker that is down. */
export const wipe: Fault = {
  name: 'wipe',
  target: 'disk',
  params: [],
  refusal(cluster, params) {
    const reason = needsStopped(cluster, params);
    if (reason !== null) return reason;
    return brokerOf(cluster, params) === null ? 'not-a-broker' : null;
  },
  apply(cluster, params) {
    brokerOf(cluster, params)?.disk.wipe(cluster.newDirectoryId(nodeOf(params)));
  },
};

/**
 * The power fails in the middle of a write: of each log that was not all on disk everything but the end of its last batch had been written.
 * The next start finds half a batch there and cuts it off.
 */
export const tornWrite: Fault = {
  name: 'torn-write',
  target: 'disk',
  params: [],
  refusal(cluster, params) {
    const reason = needsRunning(cluster, params) ?? needsBroker(cluster, params);
    if (reason !== null) return reason;
    const logs = [...(brokerOf(cluster, params)?.disk.logs.values() ?? [])];
    return logs.some(({ log }) => lastUnflushedBatch(log) !== null) ? null : 'all-flushed';
  },
  apply(cluster, params) {
    const disk = brokerOf(cluster, params)?.disk;
    disk?.touch();
    if (disk !== undefined) disk.isTearing = true;
    cluster.kernel.crashProcess(nodeOf(params), 'power-loss');
  },
};

/**
 * One bit of a batch turns over on the disk. Without `partition` and `offset` it is where the next unclean start will look: in the middle
 * of what lies above a recovery point.
 */
export const bitRot: Fault = {
  name: 'bit-rot',
  target: 'disk',
  params: [],
  refusal(cluster, params) {
    const reason = needsBroker(cluster, params);
    if (reason !== null) return reason;
    return placeOf(brokerOf(cluster, params), params) === null ? 'no-records' : null;
  },
  apply(cluster, params) {
    const place = placeOf(brokerOf(cluster, params), params);
    if (place === null) return;
    const { log, segment, index } = place;
    log.touch();
    const batch = segment.batches.at(index);
    const lastByte = segment.batches.positionAt(index) + batch.sizeBytes - 1;
    damageSegment(segment, (bytes) => withFlippedBit(bytes, lastByte, 0));
    const { kernel } = cluster;
    kernel.emitFrom(nodeOf(params), bitRotted, { partition: kernel.name(log.topicPartition), offset: batch.baseOffset }, -1);
  },
};

interface BatchPlace {
  readonly log: PartitionLog;
  readonly segment: LogSegment;
  readonly index: number;
}

function placeOf(broker: Broker | null, params: FaultParams): BatchPlace | null {
  const logs = [...(broker?.disk.logs ?? [])].filter(([name]) => params['partition'] === undefined || params['partition'] === name);
  let found: BatchPlace | null = null;
  let foundCount = -1;
  for (const [name, { log }] of logs) {
    const recoveryPoint = broker?.disk.recoveryPointCheckpoint.get(name) ?? 0;
    const checkedCount = Math.max(0, log.logEndOffset - recoveryPoint);
    const middle = checkedCount > 0 ? recoveryPoint + Math.floor((checkedCount - 1) / 2) : log.logEndOffset - 1;
    const place = batchPlace(log, params['offset'] === undefined ? middle : numberParam(params, 'offset'));
    if (place === null || checkedCount <= foundCount) continue;
    found = place;
    foundCount = checkedCount;
  }
  return found;
}

function batchPlace(log: PartitionLog, offset: number): BatchPlace | null {
  const segment = log.segments[log.localLog.floorIndex(offset)];
  if (segment === undefined) return null;
  const index = segment.batches.indexOfOffset(offset);
  return index < segment.batches.count ? { log, segment, index } : null;
}

/** The disk has no room but for a little more: the first append that does not fit takes the log directory offline. */
export const fillDisk: Fault = {
  name: 'fill-disk',
  target: 'disk',
  params: [{ name: 'freeKilobytes', kind: 'count', initial: 0 }],
  refusal(cluster, params) {
    const reason = needsBroker(cluster, params);
    if (reason !== null) return reason;
    return numberParam(params, 'freeKilobytes') >= 0 ? null : 'out-of-range';
  },
  apply(cluster, params) {
    const disk = brokerOf(cluster, params)?.disk;
    disk?.touch();
    if (disk !== undefined) disk.capacityBytes = disk.usedBytes + numberParam(params, 'freeKilobytes') * 1024;
  },
};

/** Somebody made room on the disk. */
export const freeDisk: Fault = {
  name: 'free-disk',
  target: 'disk',
  params: [],
  refusal: (cluster, params) =>
    needsBroker(cluster, params) ?? (brokerOf(cluster, params)?.disk.capacityBytes === Infinity ? 'is-healthy' : null),
  apply(cluster, params) {
    const disk = brokerOf(cluster, params)?.disk;
    disk?.touch();
    if (disk !== undefined) disk.capacityBytes = Infinity;
  },
};
