import { errors } from '../../errors.ts';
import { ClientError } from '../common/client-error.ts';

/** What another exception says of its reason. */
export interface ErrorCause {
  readonly exception: string;
  readonly message: string;
  readonly errorCode: number | null;
}

/** An exception of the Java consumer with the one that caused it. */
export class CausedError extends ClientError {
  readonly cause: ErrorCause;

  constructor(exception: string, errorCode: number | null, message: string, cause: ErrorCause) {
    super(exception, errorCode, message);
    this.cause = cause;
  }
}

/** A record that the deserializer cannot read, and where it lies, so that the program can seek past it. */
export class RecordDeserializationError extends CausedError {
  readonly partition: string;
  readonly offset: number;

  constructor(message: string, cause: ErrorCause, record: { readonly partition: string; readonly offset: number }) {
    super('RecordDeserializationException', null, message, cause);
    this.partition = record.partition;
    this.offset = record.offset;
  }
}

/** An exception that stands for no code of the protocol. */
export function plainError(exception: string, message: string): ClientError {
  return new ClientError(exception, null, message);
}

/** The connection broke before the answer came. Source: DisconnectException. */
export const disconnectError = new ClientError(
  'DisconnectException',
  errors.NETWORK_EXCEPTION,
  'The server disconnected before a response was received.',
);

/** The principal may not read these topics. */
export function topicAuthorizationError(topics: readonly string[]): ClientError {
  return new ClientError(
    'TopicAuthorizationException',
    errors.TOPIC_AUTHORIZATION_FAILED,
    `Not authorized to access topics: [${topics.join(', ')}]`,
  );
}
