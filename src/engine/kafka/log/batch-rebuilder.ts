import { decodeBatch } from './batch-decoder.ts';
import type { Codecs } from './codecs.ts';
import { buildRecords } from './format/records-builder.ts';
import type { BuilderSpec } from './format/records-builder.ts';
import { logError } from './log-errors.ts';
import type { LogError } from './log-errors.ts';
import type { RecordBatch } from './record-batch.ts';

/** Writes records as a batch of their own, or says why Kafka's builder refuses them. */
export type RebuildRecords = (spec: BuilderSpec) => RecordBatch | LogError;

/** How a leader that has these codecs writes records anew. */
export function rebuilder(codecs: Codecs): RebuildRecords {
  return (spec) => {
    const built = buildRecords(spec, codecs);
    if (built.kind === 'built') return decodeBatch(built.bytes, false, codecs);
    return logError(built.problem.error, built.problem.message, built.problem.exception);
  };
}
