import type { ConsumerLibrary } from '../../../contract/scenario.ts';
import { errorName } from '../errors.ts';

/** Codes of brokers that librdkafka calls otherwise than Java. Source: rd_kafka_resp_err_t, rdkafka.h. */
const brokerNames: Readonly<Partial<Record<string, string>>> = {
  CORRUPT_MESSAGE: 'INVALID_MSG',
  UNKNOWN_TOPIC_OR_PARTITION: 'UNKNOWN_TOPIC_OR_PART',
  INVALID_FETCH_SIZE: 'INVALID_MSG_SIZE',
  NOT_LEADER_OR_FOLLOWER: 'NOT_LEADER_FOR_PARTITION',
  MESSAGE_TOO_LARGE: 'MSG_SIZE_TOO_LARGE',
  STALE_CONTROLLER_EPOCH: 'STALE_CTRL_EPOCH',
  INVALID_TOPIC_EXCEPTION: 'TOPIC_EXCEPTION',
  UNKNOWN_SERVER_ERROR: 'UNKNOWN',
};

/** What Java has an exception for and librdkafka a code of its own, which begins with an underscore. */
const localNames: Readonly<Partial<Record<string, string>>> = {
  // delivery.timeout.ms; a request's own timeout is told as the message's (rd_kafka_handle_Produce_error).
  TimeoutException: '_MSG_TIMED_OUT',
  BufferExhaustedException: '_QUEUE_FULL',
  NetworkException: '_TRANSPORT',
  DisconnectException: '_TRANSPORT',
  SerializationException: '_VALUE_SERIALIZATION',
  // A batch that close() gave up: rd_kafka_purge.
  KafkaException: '_PURGE_QUEUE',
  IllegalArgumentException: '_INVALID_ARG',
};

/**
 * What the client's own library calls the end of a record that failed: the simple name of the Java class, or librdkafka's code, as
 * KafkaError.name() prints it.
 */
export function failureName(library: ConsumerLibrary, error: { readonly exception: string; readonly errorCode: number }): string {
  if (library !== 'librdkafka') return error.exception;
  const own = localNames[error.exception];
  if (own !== undefined) return own;
  const name = errorName(error.errorCode);
  return brokerNames[name] ?? name;
}
