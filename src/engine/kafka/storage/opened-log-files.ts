import type { Codecs } from '../log/codecs.ts';
import { LocalLog } from '../log/local-log.ts';
import { LogConfig } from '../log/log-config.ts';
import { LogSegment } from '../log/log-segment.ts';
import { batchAtPosition } from './batch-at.ts';
import { isGap, readFileBatches } from './file-batches.ts';
import { Findings } from './log-finding.ts';
import type { LogFinding } from './log-finding.ts';
import type { SearchedLog } from './log-lookup.ts';

/** A file that somebody handed in: its beginning, and how long it really is. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sizeBytes: number;
}

/** Files of a log directory that are looked at and not run: nothing of them gets into the cluster. */
export interface OpenedLogFiles extends SearchedLog {
  readonly files: readonly { readonly name: string; readonly sizeBytes: number }[];
  readonly findings: readonly LogFinding[];
  /** False when there is nothing in them that could be drawn. */
  readonly isLog: boolean;
}

const defaults = new LogConfig();
const kinds = ['log', 'index', 'timeindex'] as const;
type FileKind = (typeof kinds)[number];

/** The files of one segment. */
interface SegmentFiles {
  baseOffset: number | null;
  readonly files: Partial<Record<FileKind, GivenFile>>;
}

/**
 * Reads `.log` files, with their `.index` and `.timeindex` when those came along, into segments as a broker has them, and says what is
 * wrong and where. Whatever the bytes are, it answers.
 */
export function openLogFiles(given: readonly GivenFile[], codecs: Codecs): OpenedLogFiles {
  const findings = new Findings();
  const segments: LogSegment[] = [];
  for (const group of grouped(given, findings)) {
    const segment = readSegment(group, { codecs, findings });
    if (segment !== null) segments.push(segment);
  }
  segments.sort((a, b) => a.baseOffset - b.baseOffset);
  const localLog = new LocalLog('', 0, 0);
  localLog.segments = segments;
  localLog.logEndOffset = endOf(segments);
  return {
    localLog,
    logStartOffset: segments[0]?.baseOffset ?? 0,
    logEndOffset: localLog.logEndOffset,
    files: given.map(({ name, sizeBytes }) => ({ name, sizeBytes })),
    findings: findings.all(),
    isLog: segments.some((segment) => segment.batches.count > 0),
  };
}

/** Files by the offset in their names; a name that has none stands alone. */
function grouped(given: readonly GivenFile[], findings: Findings): readonly SegmentFiles[] {
  const groups = new Map<string, SegmentFiles>();
  for (const file of given) {
    const match = /^(.*?)(?:\.(log|index|timeindex))(?:\.(?:deleted|cleaned|swap))?$/.exec(file.name);
    const kind = kinds.find((each) => each === match?.[2]) ?? (match === null && !/\./.test(file.name) ? 'log' : null);
    if (kind === null) {
      findings.add('unknown-file', file.name, -1);
      continue;
    }
    const stem = match?.[1] ?? file.name;
    const baseOffset = /^\d{1,19}$|^\d{20}$/.test(stem) && Number.isSafeInteger(Number(stem)) ? Number(stem) : null;
    const group = groups.get(stem) ?? { baseOffset, files: {} };
    if (group.files[kind] !== undefined) findings.add('same-segment-twice', file.name, -1);
    else group.files[kind] = file;
    groups.set(stem, group);
    if (file.sizeBytes > file.bytes.length) {
      findings.add('shown-in-part', file.name, -1, { shown: file.bytes.length, total: file.sizeBytes });
    }
  }
  return [...groups.values()];
}

function readSegment(group: SegmentFiles, into: { readonly codecs: Codecs; readonly findings: Findings }): LogSegment | null {
  const { findings } = into;
  const { log, index, timeindex } = group.files;
  if (log === undefined) {
    for (const file of [index, timeindex]) if (file !== undefined) findings.add('index-without-log', file.name, -1);
    return null;
  }
  const before = findings.list.length;
  const read = readFileBatches(log.bytes, log.name, group.baseOffset, into);
  if (log.bytes.length === 0) findings.add('empty', log.name, -1);
  else if (!read.isLog) {
    // What is said of its first bytes helps nobody when none of it is a log.
    findings.list.length = before;
    findings.add('not-a-log', log.name, 0, { first: firstBytes(log.bytes) });
  }
  const first = read.batches.find((batch) => !isGap(batch));
  const baseOffset = group.baseOffset ?? Math.max(0, first?.baseOffset ?? 0);
  if (group.baseOffset === null && read.isLog) findings.add('no-offset-in-name', log.name, -1, { offset: baseOffset });
  const newest = read.batches.reduce((max, batch) => Math.max(max, batch.maxTimestamp), -1);
  const segment = new LogSegment(baseOffset, defaults, newest);
  segment.isUnchecked = true;
  for (const batch of read.batches) segment.batches.push(batch);
  if (read.trailingBytes > 0) {
    const bytes = log.bytes.subarray(log.bytes.length - read.trailingBytes);
    segment.trailing = { sizeBytes: bytes.length, bytes, impossibleSize: null };
  }
  loadIndexes(segment, group, findings);
  return segment;
}

function loadIndexes(segment: LogSegment, { files: { index, timeindex } }: SegmentFiles, findings: Findings): void {
  segment.hasOffsetIndexFile = index !== undefined;
  segment.hasTimeIndexFile = timeindex !== undefined;
  if (index !== undefined) {
    segment.offsetIndex.loadFile(usedPart(index, 8, findings));
    segment.offsetIndex.resize(index.sizeBytes);
    checkOffsetIndex(segment, index, findings);
  } else segment.offsetIndex.resize(0);
  if (timeindex !== undefined) {
    segment.timeIndex.loadFile(usedPart(timeindex, 12, findings));
    segment.timeIndex.resize(timeindex.sizeBytes);
    checkTimeIndex(segment, timeindex, findings);
  } else segment.timeIndex.resize(0);
}

/** An index's entries without the zeros that the file of an active segment ends with. */
function usedPart(file: GivenFile, entryBytes: number, findings: Findings): Uint8Array {
  const whole = file.bytes.length - (file.bytes.length % entryBytes);
  if (whole !== file.bytes.length) findings.add('index-odd-size', file.name, whole, { entryBytes });
  let used = whole;
  while (used > 0 && isZeroEntry(file.bytes, used - entryBytes, entryBytes)) used -= entryBytes;
  if (used < whole) findings.add('index-preallocated', file.name, used, { entries: used / entryBytes, sizeBytes: file.sizeBytes });
  return file.bytes.subarray(0, used);
}

function isZeroEntry(bytes: Uint8Array, from: number, size: number): boolean {
  for (let at = from; at < from + size; at++) if (bytes[at] !== 0) return false;
  return true;
}

function checkOffsetIndex(segment: LogSegment, { name }: GivenFile, findings: Findings): void {
  const { offsetIndex, batches } = segment;
  let previous = -Infinity;
  for (let slot = 0; slot < offsetIndex.entries; slot++) {
    const { offset, position } = offsetIndex.entry(slot);
    if (offset <= previous) findings.add('index-falls', name, slot * 8, { slot, offset });
    else if (position < 0 || position >= batches.sizeBytes) findings.add('index-beyond-log', name, slot * 8, { slot, position });
    else if (batchAtPosition(segment, position)?.lastOffset !== offset) {
      findings.add('index-misses-batch', name, slot * 8, { slot, offset, position });
    }
    previous = offset;
  }
}

function checkTimeIndex(segment: LogSegment, { name }: GivenFile, findings: Findings): void {
  const { timeIndex } = segment;
  let previous = -Infinity;
  for (let slot = 0; slot < timeIndex.entries; slot++) {
    const { timestamp, offset } = timeIndex.entry(slot);
    if (timestamp <= previous) findings.add('index-falls', name, slot * 12, { slot, offset });
    previous = timestamp;
  }
}

/** The offset behind the last batch of the last segment that has one. */
function endOf(segments: readonly LogSegment[]): number {
  let end = segments[0]?.baseOffset ?? 0;
  for (const { batches } of segments) {
    for (let index = batches.count - 1; index >= 0; index--) {
      const batch = batches.at(index);
      if (isGap(batch)) continue;
      end = Math.max(end, batch.nextOffset);
      break;
    }
  }
  return end;
}

function firstBytes(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
