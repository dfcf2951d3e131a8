/** A record that a leader refused, by its index in the batch. Source: RecordError. */
export interface RecordError {
  readonly batchIndex: number;
  readonly message: string;
}

/**
 * A Kafka error as a value: what the broker puts in its response, and Kafka's own name of the exception for whoever asks why.
 * `offsets` is set for UnexpectedAppendOffsetException only: what the append began and ended with.
 */
export interface LogError {
  readonly kind: 'error';
  readonly errorCode: number;
  /** The error's name in Kafka's Errors table. */
  readonly error: LogErrorName;
  /** Kafka's exception class, without its package. */
  readonly exception: string;
  readonly message: string;
  readonly recordErrors: readonly RecordError[];
  readonly offsets: { readonly firstOffset: number; readonly lastOffset: number } | null;
}

/** Why records cannot be read out of their bytes, in Kafka's words. */
export interface RecordsProblem {
  readonly error: LogErrorName;
  readonly exception: string;
  readonly message: string;
}

/** The errors that the log layer can answer. */
export type LogErrorName = keyof typeof codes;

// The codes of Errors.java; only those that a log answers.
const codes = {
  UNKNOWN_SERVER_ERROR: -1,
  OFFSET_OUT_OF_RANGE: 1,
  CORRUPT_MESSAGE: 2,
  MESSAGE_TOO_LARGE: 10,
  RECORD_LIST_TOO_LARGE: 18,
  INVALID_TIMESTAMP: 32,
  POLICY_VIOLATION: 44,
  OUT_OF_ORDER_SEQUENCE_NUMBER: 45,
  INVALID_PRODUCER_EPOCH: 47,
  INVALID_TXN_STATE: 48,
  TRANSACTION_COORDINATOR_FENCED: 52,
  KAFKA_STORAGE_ERROR: 56,
  UNSUPPORTED_COMPRESSION_TYPE: 76,
  INVALID_RECORD: 87,
  INCONSISTENT_TOPIC_ID: 103,
} as const;

// Where Kafka's exception has another name than its error.
const exceptions = {
  UNKNOWN_SERVER_ERROR: 'UnknownServerException',
  OFFSET_OUT_OF_RANGE: 'OffsetOutOfRangeException',
  CORRUPT_MESSAGE: 'CorruptRecordException',
  MESSAGE_TOO_LARGE: 'RecordTooLargeException',
  RECORD_LIST_TOO_LARGE: 'RecordBatchTooLargeException',
  INVALID_TIMESTAMP: 'InvalidTimestampException',
  POLICY_VIOLATION: 'PolicyViolationException',
  OUT_OF_ORDER_SEQUENCE_NUMBER: 'OutOfOrderSequenceException',
  INVALID_PRODUCER_EPOCH: 'InvalidProducerEpochException',
  INVALID_TXN_STATE: 'InvalidTxnStateException',
  TRANSACTION_COORDINATOR_FENCED: 'TransactionCoordinatorFencedException',
  KAFKA_STORAGE_ERROR: 'KafkaStorageException',
  UNSUPPORTED_COMPRESSION_TYPE: 'UnsupportedCompressionTypeException',
  INVALID_RECORD: 'InvalidRecordException',
  INCONSISTENT_TOPIC_ID: 'InconsistentTopicIdException',
} as const satisfies Record<LogErrorName, string>;

/** The exception of errors that Kafka would not answer: the engine lacks what is asked. */
export const notModelled = 'NotModelled';

/** A Kafka error of a log, with the text that Kafka would put in it. */
export function logError(error: LogErrorName, message: string, exception: string = exceptions[error]): LogError {
  return { kind: 'error', errorCode: codes[error], error, exception, message, recordErrors: [], offsets: null };
}

/** The error of an append some of whose records were refused. Source: RecordValidationException. */
export function recordValidationError(error: LogErrorName, message: string, recordErrors: readonly RecordError[]): LogError {
  return { ...logError(error, message), recordErrors };
}
