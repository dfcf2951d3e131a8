import type { NodeId } from '../kernel/units.ts';
import { encodeFiles } from '../kafka/log/log-files.ts';
import { encodeBase64Url } from '../kafka/util/java-base64.ts';
import type { ClusterWorld } from './cluster-world.ts';

/** One file of a broker's log directory. */
export interface DiskFile {
  /** Relative to the log directory, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Everything in a broker's log directory, in Kafka's formats, as it would be found if the machine stopped now and nothing in memory were
 * lost; but index files end with their last entry, as after a clean stop. Files that wait for their deletion are left out.
 * Source: LogManager, OffsetCheckpointFile, CleanShutdownFileHandler.
 */
export function diskFiles(world: ClusterWorld, broker: NodeId): readonly DiskFile[] {
  const disk = world.cluster.broker(broker)?.disk;
  if (disk === undefined) return [];
  const files: DiskFile[] = [];
  for (const [name, { log, topicId }] of disk.logs) {
    for (const [file, bytes] of encodeFiles(log, topicId)) files.push({ path: `${name}/${file}`, bytes });
  }
  const addText = (path: string, text: string): void => {
    files.push({ path, bytes: Uint8Array.from(text, (character) => character.charCodeAt(0)) });
  };
  addText('recovery-point-offset-checkpoint', offsetCheckpoint(disk.recoveryPointCheckpoint));
  addText('replication-offset-checkpoint', offsetCheckpoint(disk.highWatermarkCheckpoint));
  addText('log-start-offset-checkpoint', offsetCheckpoint(disk.logStartOffsetCheckpoint));
  addText('cleaner-offset-checkpoint', offsetCheckpoint(disk.cleaner.allCleanerCheckpoints()));
  addText('meta.properties', metaProperties(world.cluster.environment.clusterId, broker, disk.directoryId));
  if (disk.cleanShutdownBrokerEpoch >= 0) addText('.kafka_cleanshutdown', cleanShutdown(disk.cleanShutdownBrokerEpoch));
  return files;
}

/** A version, a count, and a line `topic partition offset` an entry. Source: OffsetCheckpointFile. */
function offsetCheckpoint(offsets: ReadonlyMap<string, number>): string {
  const lines = Array.from(offsets, ([name, offset]) => {
    const dash = name.lastIndexOf('-');
    return `${name.slice(0, dash)} ${name.slice(dash + 1)} ${String(offset)}`;
  });
  return ['0', String(lines.length), ...lines, ''].join('\n');
}

function cleanShutdown(brokerEpoch: number): string {
  return `{"version":0,"brokerEpoch":${String(brokerEpoch)}}`;
}

/** Directory ids are names here; Kafka wants the text of 16 bytes. Source: MetaProperties. */
function metaProperties(clusterId: string, broker: NodeId, directoryId: string): string {
  const bytes = Array.from({ length: 16 }, (_, index) => directoryId.charCodeAt(index) || 0);
  return ['version=1', `cluster.id=${clusterId}`, `node.id=${String(broker)}`, `directory.id=${encodeBase64Url(bytes)}`, ''].join('\n');
}
