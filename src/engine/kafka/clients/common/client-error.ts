import { Shared } from '../../../kernel/state.ts';
import { errorByCode } from '../../error-details.ts';
import { errors, isRetriable } from '../../errors.ts';

/** The exception that a real Java client would throw or hand to a callback, as a value. */
export class ClientError extends Shared {
  /** The simple name of the Java class. */
  readonly exception: string;
  /** The Kafka error that the class stands for; null where Java has a plain KafkaException or an exception of the language. */
  readonly errorCode: number | null;
  readonly message: string;

  constructor(exception: string, errorCode: number | null, message: string) {
    super();
    this.exception = exception;
    this.errorCode = errorCode;
    this.message = message;
  }

  /** True for subclasses of RetriableException. */
  get isRetriable(): boolean {
    return this.errorCode !== null && isRetriable(this.errorCode);
  }

  /** True for subclasses of ApiException, which send() reports through future and callback instead of throwing. */
  get isApiException(): boolean {
    return this.errorCode !== null;
  }
}

/** The exception of an error code, with Kafka's own message unless another is given. Source: Errors.exception. */
export function clientErrorOf(errorCode: number, message?: string | null): ClientError {
  const details = errorByCode(errorCode);
  return new ClientError(details.exception ?? 'KafkaException', details.code, message ?? details.message ?? '');
}

/** A plain KafkaException. */
export function kafkaException(message: string): ClientError {
  return new ClientError('KafkaException', null, message);
}

/** A java.lang.IllegalStateException: the program did what it may not do. */
export function illegalState(message: string): ClientError {
  return new ClientError('IllegalStateException', null, message);
}

/** A TimeoutException. */
export function timeoutError(message: string): ClientError {
  return new ClientError('TimeoutException', errors.REQUEST_TIMED_OUT, message);
}

/** No buffer memory within max.block.ms. Source: BufferExhaustedException, a TimeoutException since 2.x. */
export function bufferExhausted(message: string): ClientError {
  return new ClientError('BufferExhaustedException', errors.REQUEST_TIMED_OUT, message);
}
