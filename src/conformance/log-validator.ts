import { dataBatch } from '../engine/kafka/log/batch-builder.ts';
import { decodeProducedBatches } from '../engine/kafka/log/batch-decoder.ts';
import { encodeBatch } from '../engine/kafka/log/batch-encoder.ts';
import type { LogError } from '../engine/kafka/log/log-errors.ts';
import { rebuilder } from '../engine/kafka/log/batch-rebuilder.ts';
import { compressionNames } from '../engine/kafka/log/codecs.ts';
import { readBatchRecords } from '../engine/kafka/log/format/batch-bytes.ts';
import { clientAppend } from '../engine/kafka/log/log-types.ts';
import { PartitionLog } from '../engine/kafka/log/partition-log.ts';
import type { RecordBatch } from '../engine/kafka/log/record-batch.ts';
import { bytesOfText } from '../engine/kafka/log/record-text.ts';
import { codecs } from '../protocol/compression/codecs.ts';
import type { Adapter, Json } from './registry.ts';
import { isList, isObject } from './rows.ts';
import type { JsonObject } from './rows.ts';
import { bytesOfHex } from './support/damage.ts';
import { configOf, errorOf, hexOf, noRegistry, recordErrorsOf } from './support/log-driver.ts';
import { integer, text } from './support/log-rows.ts';

/** Plays the rows of `log-validator`: one produce, as bytes, to a log that has some records already. */
export const adapter: Adapter = {
  kind: 'log-validator',
  answer(input: Json): Json {
    const nowMillis = integer(input, 'nowMs');
    const log = new PartitionLog(noRegistry, 't-0', configOf(input), nowMillis);
    const earlierCount = integer(input, 'logEndOffset');
    const earlier = dataBatch([{ timestamp: nowMillis, key: 'k', value: 'v', headers: [], ledgerId: 0 }]);
    for (let baseOffset = 0; baseOffset < earlierCount; baseOffset++) {
      log.appendAsFollower([earlier.with({ baseOffset, partitionLeaderEpoch: 0 })], 0, nowMillis);
    }
    const batches = decodeProducedBatches(bytesOfHex(text(input, 'bytes')), codecs);
    const options = { ...clientAppend, rebuild: rebuilder(codecs) };
    const result = 'kind' in batches ? batches : log.appendAsLeader(batches, integer(input, 'leaderEpoch'), nowMillis, options);
    if (result.kind === 'error') return { ...errorAnswer(result), ...after(log) };
    return {
      firstOffset: result.firstOffset,
      lastOffset: result.lastOffset,
      maxTimestamp: String(result.maxTimestamp),
      logAppendTime: String(result.logAppendTime),
      validBytes: result.validBytes,
      sourceCompression: compressionNames[result.sourceCompressionId] ?? 'none',
      stored: result.batches.map(storedOf),
      records: result.batches.flatMap(recordsOf),
      ...after(log),
    };
  },
  normalise: withoutCompressedBytes,
};

function errorAnswer(error: LogError): JsonObject {
  return { ...errorOf(error), ...recordErrorsOf(error) };
}

function after(log: PartitionLog): JsonObject {
  return { logEndOffset: log.logEndOffset, epochs: log.leaderEpochCache.epochEntries().map((entry) => [entry.epoch, entry.startOffset]) };
}

function storedOf(batch: RecordBatch): Json {
  return {
    baseOffset: batch.baseOffset,
    lastOffset: batch.lastOffset,
    partitionLeaderEpoch: batch.partitionLeaderEpoch,
    timestampType: batch.isLogAppendTime ? 'LogAppendTime' : 'CreateTime',
    maxTimestamp: String(batch.maxTimestamp),
    compression: compressionNames[batch.records.compressionId] ?? 'none',
    count: batch.count,
    bytes: hexOf(encodeBatch(batch)),
  };
}

function recordsOf(batch: RecordBatch): Json[] {
  return Array.from({ length: batch.count }, (_, index) => {
    const record = batch.records.at(index);
    return {
      offset: String(batch.offsetOf(index)),
      timestamp: String(batch.timestampOf(index)),
      sequence: batch.sequenceOf(index),
      key: hexOrNull(record.key),
      value: hexOrNull(record.value),
      headers: record.headers.map(([key, value]) => [key, hexOrNull(value)]),
    };
  });
}

function hexOrNull(content: string | null): string | null {
  return content === null ? null : hexOf(bytesOfText(content));
}

/** Compressors of the same format write different bytes: a compressed batch is compared by the records that its bytes give. */
function withoutCompressedBytes(answer: Json): Json {
  const stored = isObject(answer) ? answer['stored'] : undefined;
  if (!isObject(answer) || !isList(stored)) return answer;
  return {
    ...answer,
    stored: stored.map((batch) => {
      if (!isObject(batch) || batch['compression'] === 'none' || typeof batch['bytes'] !== 'string') return batch;
      return { ...batch, bytes: hexOf(readBatchRecords(bytesOfHex(batch['bytes']), codecs).content) };
    }),
  };
}
