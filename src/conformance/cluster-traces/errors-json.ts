import { clientErrorOf } from '../../engine/kafka/clients/common/client-error.ts';
import { errorName } from '../../engine/kafka/errors.ts';
import type { JsonObject } from '../rows.ts';

/** An exception as traces write it: Kafka's error name where there is one, else the exception's class. */
export function errorJson(error: { readonly exception: string; readonly errorCode: number | null; readonly message: string }): JsonObject {
  const name = error.errorCode === null ? error.exception : errorName(error.errorCode);
  return { error: name, exception: error.exception, message: error.message };
}

/** The exception that an error code of an answer becomes in a client. */
export function answeredError(errorCode: number, message: string | null): JsonObject {
  return errorJson(clientErrorOf(errorCode, message));
}
