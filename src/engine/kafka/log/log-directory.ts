import type { EntityRegistry } from '../../kernel/state.ts';
import { decodeBatches } from './batch-decoder.ts';
import type { LogConfig } from './log-config.ts';
import { logError } from './log-errors.ts';
import type { LogError } from './log-errors.ts';
import { directoryFileNames, loadTransactionIndex } from './log-files.ts';
import { recoverSegment } from './log-loader.ts';
import type { LogCheckpoints } from './log-loader.ts';
import { LogSegment } from './log-segment.ts';
import { PartitionLog } from './partition-log.ts';
import { decodeProducerSnapshot } from './producer-snapshot-codec.ts';
import { segmentFileName } from './segment-file-names.ts';

/** A log directory's files by name, as found when a broker starts. */
export type LogFiles = Map<string, Uint8Array>;

/** What is opened, and with what. */
export interface OpenRequest {
  readonly topicPartition: string;
  readonly topicId: string;
  readonly config: LogConfig;
  readonly checkpoints: LogCheckpoints & { readonly path: string };
  readonly nowMillis: number;
}

/** An opened log, or why it cannot be opened and what its directory then holds. */
export type OpenedLog =
  | { readonly kind: 'opened'; readonly log: PartitionLog }
  | { readonly kind: 'refused'; readonly error: LogError; readonly fileNames: readonly string[] };

/** Opens a log from the bytes of its files, with every check that Kafka makes. Source: UnifiedLog.create, LogLoader.load. */
export function openLog(registry: EntityRegistry, files: LogFiles, request: OpenRequest): OpenedLog {
  const { checkpoints, nowMillis } = request;
  const log = new PartitionLog(registry, request.topicPartition, request.config, nowMillis);
  log.localLog.segments = [];
  const epochFile = 'leader-epoch-checkpoint';
  const epochs = log.leaderEpochCache.readCheckpoint(textOf(files, epochFile), `${checkpoints.path}/${epochFile}`);
  if (epochs !== null) return { kind: 'refused', error: epochs, fileNames: sorted(files.keys()) };
  finishSwaps(files, request);
  const error = loadSegments(log, files, request) ?? log.recover(checkpoints, nowMillis) ?? checkTopicId(files, request);
  log.flushedOffset = log.logEndOffset;
  return error === null ? { kind: 'opened', log } : { kind: 'refused', error, fileNames: directoryFileNames(log) };
}

/** Removes left-over temporary files and finishes the swap of a compaction that was interrupted. Source: LogLoader.load, its first half. */
function finishSwaps(files: LogFiles, request: OpenRequest): void {
  const cleaned = namesEndingWith(files, '.cleaned');
  const minCleanedOffset = Math.min(...cleaned.map(offsetOfFile));
  const deleted = namesEndingWith(files, '.deleted').filter((name) => !name.endsWith('.checkpoint.deleted'));
  for (const name of [...deleted, ...cleaned]) files.delete(name);
  for (const name of namesEndingWith(files, '.swap')) if (offsetOfFile(name) >= minCleanedOffset) files.delete(name);
  const swaps = namesEndingWith(files, '.swap');
  let minOffset = Infinity;
  let maxOffset = -Infinity;
  for (const name of swaps.filter((found) => found.endsWith('.log.swap'))) {
    const segment = readSegment(files, offsetOfFile(name), { ...request, suffix: '.swap' });
    minOffset = Math.min(minOffset, segment.baseOffset);
    maxOffset = Math.max(maxOffset, segment.readNextOffset());
  }
  for (const name of [...files.keys()]) {
    const offset = offsetOfFile(name);
    if (!name.endsWith('.swap') && offset >= minOffset && offset < maxOffset) files.delete(name);
  }
  for (const name of swaps) {
    files.set(name.slice(0, -'.swap'.length), files.get(name) ?? new Uint8Array(0));
    files.delete(name);
  }
}

/**
 * Opens the segments in order. One without an offset index, or with an impossible index of aborted transactions, is checked and indexed at
 * once.
 */
function loadSegments(log: PartitionLog, files: LogFiles, request: OpenRequest): LogError | null {
  const { nowMillis, checkpoints } = request;
  const manager = log.producerStateManager;
  for (const name of namesEndingWith(files, '.snapshot')) {
    manager.putSnapshot(offsetOfFile(name), decodeProducerSnapshot(files.get(name) ?? new Uint8Array(0)));
  }
  for (const name of namesEndingWith(files, '.log')) {
    const segment = readSegment(files, offsetOfFile(name), { ...request, suffix: '' });
    if (!files.has(segmentFileName(segment.baseOffset, 'index')) || !segment.txnIndex.isSane(segment.baseOffset)) {
      const result = recoverSegment(log, segment, checkpoints, nowMillis);
      if (result.kind === 'error') return result;
    }
    segment.openIndexes();
    log.localLog.segments.push(segment);
  }
  return null;
}

function readSegment(
  files: LogFiles,
  baseOffset: number,
  how: { readonly config: LogConfig; readonly nowMillis: number; readonly suffix: string },
): LogSegment {
  const file = (kind: 'log' | 'index' | 'timeindex' | 'txnindex'): Uint8Array | undefined =>
    files.get(`${segmentFileName(baseOffset, kind)}${how.suffix}`);
  const segment = new LogSegment(baseOffset, how.config, how.nowMillis);
  segment.isUnchecked = true;
  const decoded = decodeBatches(file('log') ?? new Uint8Array(0));
  for (const batch of decoded.batches) segment.batches.push(batch);
  segment.trailing = decoded.trailing;
  const index = file('index');
  const timeIndex = file('timeindex');
  const txnIndex = file('txnindex');
  if (index !== undefined) segment.offsetIndex.loadFile(index);
  // A time index that is missing is made anew, and empty: it is not missed.
  if (timeIndex !== undefined) segment.timeIndex.loadFile(timeIndex);
  else segment.timeIndex.resize(0);
  if (txnIndex !== undefined) loadTransactionIndex(segment.txnIndex, txnIndex);
  return segment;
}

/** A directory of another topic is refused. Source: UnifiedLog.initializeTopicId, PartitionMetadataReadBuffer. */
function checkTopicId(files: LogFiles, request: OpenRequest): LogError | null {
  if (!files.has('partition.metadata')) return null;
  const [versionLine, topicLine] = textOf(files, 'partition.metadata').split('\n');
  // Kafka does not look whether there is a line.
  if (versionLine === undefined || versionLine === '') return emptyMetadata();
  const version = /^[^:]*:\s+(-?\d+)$/.exec(versionLine)?.[1];
  const found = /^[^:]*:\s+(\S+)$/.exec(topicLine ?? '')?.[1];
  if (version === undefined || Number(version) < 0 || found === undefined) {
    return logError('KAFKA_STORAGE_ERROR', `Error while reading partition metadata file ${request.checkpoints.path}/partition.metadata`);
  }
  if (found === request.topicId) return null;
  const assigned = `Tried to assign topic ID Optional[${request.topicId}] to log for topic partition ${request.topicPartition}`;
  return logError('INCONSISTENT_TOPIC_ID', `${assigned},but log already contained topic ID ${found}`);
}

function emptyMetadata(): LogError {
  const message = 'Cannot invoke "java.lang.CharSequence.length()" because "this.text" is null';
  return logError('UNKNOWN_SERVER_ERROR', message, 'NullPointerException');
}

/** The offset in a file's name; NaN when it has none. Source: LogFileUtils.offsetFromFile. */
function offsetOfFile(name: string): number {
  const digits = name.slice(0, Math.max(0, name.indexOf('.')));
  return /^\d+$/.test(digits) ? Number(digits) : NaN;
}

function namesEndingWith(files: LogFiles, suffix: string): string[] {
  return sorted(files.keys()).filter((name) => name.endsWith(suffix));
}

function sorted(names: Iterable<string>): string[] {
  return [...names].sort((a, b) => (a < b ? -1 : 1));
}

function textOf(files: LogFiles, name: string): string {
  return Array.from(files.get(name) ?? [], (byte) => String.fromCharCode(byte)).join('');
}

