import { controlRecordKey, encodeBatch, endTransactionValue } from '../engine/kafka/log/batch-encoder.ts';
import { decodeBatch } from '../engine/kafka/log/batch-decoder.ts';
import { endTransactionMarker } from '../engine/kafka/log/batch-builder.ts';
import { compressionNames } from '../engine/kafka/log/codecs.ts';
import { batchProblem, readBatchRecords, splitBatches } from '../engine/kafka/log/format/batch-bytes.ts';
import { magicOf, readBatchHeader } from '../engine/kafka/log/format/batch-header.ts';
import { raftControlValue } from '../engine/kafka/log/format/control-values.ts';
import type { RaftControlValue } from '../engine/kafka/log/format/control-values.ts';
import { readLegacyBatch } from '../engine/kafka/log/format/legacy-format.ts';
import { buildRecords, emptyBatchBytes } from '../engine/kafka/log/format/records-builder.ts';
import type { BuilderRecord } from '../engine/kafka/log/format/plain-records.ts';
import type { RecordsProblem } from '../engine/kafka/log/log-errors.ts';
import { decrementSequence, incrementSequence } from '../engine/kafka/log/record-batch.ts';
import { sizeOfVarint, sizeOfVarlong, varintBytes, varlongBytes } from '../engine/kafka/util/varint.ts';
import { int64 } from '../engine/kafka/util/int64.ts';
import { codecs } from '../protocol/compression/codecs.ts';
import type { Adapter, Json } from './registry.ts';
import { isObject } from './rows.ts';
import type { JsonObject } from './rows.ts';
import { describeBatch, hexOrNull, recordAnswers } from './support/batch-answers.ts';
import { bytesOfHex } from './support/damage.ts';
import { hexOf } from './support/log-driver.ts';
import { flag, integer, integers, items, member, text } from './support/log-rows.ts';

/** Plays the rows of `record-batches`: what Kafka's builder writes, and what its readers say of damaged bytes. */
export const adapter: Adapter = {
  kind: 'record-batches',
  answer(input: Json): Json {
    switch (text(input, 'kind')) {
      case 'data':
        return dataAnswer(input);
      case 'control':
        return controlAnswer(input);
      case 'emptyBatch':
        return emptyAnswer(input);
      case 'varint':
        return varintAnswer(BigInt(text(input, 'value')));
      case 'sequence':
        return sequenceAnswer(integer(input, 'sequence'), integer(input, 'count'));
      default:
        return damagedAnswer(bytesOfHex(text(input, 'bytes')));
    }
  },
  normalise: withoutCompressedBytes,
};

function dataAnswer(input: Json): Json {
  const built = buildRecords(
    {
      ...producerOf(input),
      compressionId: compressionNames.findIndex((name) => name === text(input, 'compression')),
      logAppendTime: int64(BigInt(textOr(input, 'logAppendTime', '-1'))),
      isControlBatch: false,
      deleteHorizonMs: int64(BigInt(textOr(input, 'deleteHorizonMs', '-1'))),
      lastOffset: member(input, 'lastOffset') === null ? null : int64(BigInt(text(input, 'lastOffset'))),
      records: items(input, 'records').map(builderRecord),
    },
    codecs,
  );
  if (built.kind === 'refused') return problemAnswer(built.problem);
  if (built.bytes.length === 0) return { bytes: '', sizeInBytes: 0 };
  const isCompressed = text(input, 'compression') !== 'none';
  return { ...describeBatch(built.bytes, codecs), ...(isCompressed ? { uncompressedRecords: hexOf(built.uncompressedRecords) } : {}) };
}

function producerOf(input: Json) {
  return {
    baseOffset: int64(BigInt(text(input, 'baseOffset'))),
    partitionLeaderEpoch: integer(input, 'partitionLeaderEpoch'),
    isLogAppendTime: text(input, 'timestampType') === 'LogAppendTime',
    producerId: int64(BigInt(text(input, 'producerId'))),
    producerEpoch: integer(input, 'producerEpoch'),
    baseSequence: integer(input, 'baseSequence'),
    isTransactional: flag(input, 'transactional'),
  };
}

function builderRecord(record: Json): BuilderRecord {
  return {
    offset: int64(BigInt(text(record, 'offset'))),
    timestamp: int64(BigInt(text(record, 'timestamp'))),
    key: contentOf(member(record, 'key')),
    value: contentOf(member(record, 'value')),
    headers: items(record, 'headers').map((header) => {
      const [key, value] = header as readonly Json[];
      return [typeof key === 'string' ? key : '', contentOf(value)] as const;
    }),
  };
}

function contentOf(hex: Json | undefined): Uint8Array | null {
  return typeof hex === 'string' ? bytesOfHex(hex) : null;
}

function controlAnswer(input: Json): Json {
  const value = raftValueOf(input);
  return value === null ? markerAnswer(input) : raftAnswer(input, value);
}

function raftValueOf(input: Json): RaftControlValue | null {
  const kind = text(input, 'type');
  switch (kind) {
    case 'LEADER_CHANGE':
      return {
        kind,
        leaderId: integer(input, 'leaderId'),
        voters: integers(input, 'voters'),
        grantingVoters: integers(input, 'grantingVoters'),
      };
    case 'SNAPSHOT_HEADER':
      return { kind, lastContainedLogTimestamp: int64(BigInt(text(input, 'lastContainedLogTimestamp'))) };
    case 'SNAPSHOT_FOOTER':
      return { kind };
    case 'KRAFT_VERSION':
      return { kind, kRaftVersion: integer(input, 'kRaftVersion') };
    default:
      return null;
  }
}

function raftAnswer(input: Json, value: RaftControlValue): Json {
  const baseOffset = int64(BigInt(text(input, 'baseOffset')));
  const timestamp = int64(BigInt(text(input, 'timestamp')));
  const key = controlRecordKey(value.kind);
  const bytes = raftControlValue(value);
  const built = buildRecords(
    {
      ...{ baseOffset, partitionLeaderEpoch: integer(input, 'partitionLeaderEpoch'), compressionId: 0 },
      ...{ isLogAppendTime: false, logAppendTime: -1, deleteHorizonMs: -1, lastOffset: null },
      ...{ producerId: -1, producerEpoch: -1, baseSequence: -1, isTransactional: false, isControlBatch: true },
      records: [{ offset: baseOffset, timestamp, key, value: bytes, headers: [] }],
    },
    codecs,
  );
  if (built.kind === 'refused') return problemAnswer(built.problem);
  const { isTransactional, isControlBatch } = decodeBatch(built.bytes, false);
  return { ...describeBatch(built.bytes, codecs), recordKey: hexOf(key), recordValue: hexOf(bytes), isTransactional, isControlBatch };
}

function markerAnswer(input: Json): Json {
  const controlType = text(input, 'type') === 'COMMIT' ? 'COMMIT' : 'ABORT';
  const coordinatorEpoch = integer(input, 'coordinatorEpoch');
  const timestamp = Number(text(input, 'timestamp'));
  const producerId = Number(text(input, 'producerId'));
  const producerEpoch = integer(input, 'producerEpoch');
  const marker = endTransactionMarker({ controlType, timestamp, producerId, producerEpoch, coordinatorEpoch });
  const baseOffset = Number(text(input, 'baseOffset'));
  const bytes = encodeBatch(marker.with({ baseOffset, partitionLeaderEpoch: integer(input, 'partitionLeaderEpoch') }));
  const batch = decodeBatch(bytes, false);
  return {
    ...describeBatch(bytes, codecs),
    recordKey: hexOf(controlRecordKey(batch.controlType ?? 'ABORT')),
    recordValue: hexOf(endTransactionValue(batch.coordinatorEpoch)),
    isTransactional: batch.isTransactional,
    isControlBatch: batch.isControlBatch,
  };
}

function emptyAnswer(input: Json): Json {
  const lastOffset = int64(BigInt(text(input, 'lastOffset')));
  const logAppendTime = int64(BigInt(text(input, 'maxTimestamp')));
  const spec = { ...producerOf(input), lastOffset, logAppendTime, isControlBatch: flag(input, 'control') };
  return describeBatch(emptyBatchBytes(spec), codecs);
}

function varintAnswer(value: bigint): Json {
  const answer: JsonObject = { varlong: hexOf(Uint8Array.from(varlongBytes(value))), sizeOfVarlong: sizeOfVarlong(value) };
  if (BigInt.asIntN(32, value) !== value) return answer;
  const small = Number(value);
  return { ...answer, varint: hexOf(Uint8Array.from(varintBytes(small))), sizeOfVarint: sizeOfVarint(small) };
}

function sequenceAnswer(sequence: number, count: number): Json {
  return { incrementSequence: incrementSequence(sequence, count), decrementSequence: decrementSequence(sequence, count) };
}

function damagedAnswer(bytes: Uint8Array): Json {
  const { batches, problem } = splitBatches(bytes);
  return {
    split: { count: batches.length, ...(problem === null ? {} : problemAnswer(problem)) },
    batches: batches.map((batch) => {
      const validity = batchProblem(batch);
      return {
        magic: magicOf(batch),
        sizeInBytes: batch.length,
        ensureValid: validity === null ? 'ok' : problemAnswer(validity),
        ...(magicOf(batch) < 2 ? legacyAnswer(batch, validity !== null) : { records: recordsAnswer(batch) }),
      };
    }),
  };
}

function recordsAnswer(batch: Uint8Array): Json {
  const read = readBatchRecords(batch, codecs);
  if (read.problem !== null) return { readBefore: read.records.length, ...problemAnswer(read.problem) };
  return recordAnswers(readBatchHeader(batch), read.records);
}

/** The recordings leave out what a wrapper with a wrong CRC may hold, but say of an unknown compression that it is unknown. */
function legacyAnswer(batch: Uint8Array, isCorrupt: boolean): JsonObject {
  const legacy = readLegacyBatch(batch, codecs);
  if (legacy.compressionId > 4 && legacy.problem !== null) return { records: problemAnswer(legacy.problem) };
  if (isCorrupt && legacy.compressionId !== 0) return {};
  if (legacy.problem !== null) return { records: problemAnswer(legacy.problem) };
  return {
    records: legacy.records.map(({ offset, timestamp, key, value }) => {
      const numbers = { offset: String(offset), timestamp: String(timestamp), sequence: -1 };
      return { ...numbers, key: hexOrNull(key), value: hexOrNull(value), headers: [] };
    }),
  };
}

function problemAnswer(problem: RecordsProblem): JsonObject {
  return { error: problem.error, exception: problem.exception, message: problem.message };
}

function textOr(input: Json, key: string, fallback: string): string {
  const value = member(input, key);
  return typeof value === 'string' ? value : fallback;
}

/**
 * Compressors of the same format write different bytes. Both sides are taken apart: what is left of a compressed batch are the header's
 * fields, which are compared beside, and the records that the bytes give when they are decompressed.
 */
function withoutCompressedBytes(answer: Json): Json {
  if (!isObject(answer) || typeof answer['uncompressedRecords'] !== 'string' || typeof answer['bytes'] !== 'string') return answer;
  const { sizeInBytes: _size, crc: _crc, bytes, ...rest } = answer;
  const { content } = readBatchRecords(bytesOfHex(bytes), codecs);
  return { ...rest, bytes: hexOf(content) };
}
