import { errors } from '../errors.ts';
import type { ErrorName } from '../errors.ts';
import type { PartitionError } from './partition-owner.ts';

/** A Kafka error of a partition, with the text that Kafka would put in it. */
export function partitionError(error: ErrorName, message: string): PartitionError {
  return { kind: 'error', errorCode: errors[error], error, message };
}

/** The answer while the disk takes nothing more. Source: LocalLog.maybeHandleIOException. */
export function writeRefused(topicPartition: string): PartitionError {
  return partitionError('KAFKA_STORAGE_ERROR', `Error while appending records to ${topicPartition}`);
}

/** How Java prints an Optional of a number. */
export function optionalText(value: number | null): string {
  return value === null ? 'Optional.empty' : `Optional[${String(value)}]`;
}
