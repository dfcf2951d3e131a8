import { errorMessage } from '../error-details.ts';

/** A refused operation (in Kafka: an ApiException). */
export interface ApiFailure {
  readonly kind: 'failed';
  readonly errorCode: number;
  readonly message: string | null;
}

/** A refusal with Kafka's text for its code, or with its own. */
export function failure(errorCode: number, message: string | null = errorMessage(errorCode)): ApiFailure {
  return { kind: 'failed', errorCode, message };
}

/** Whether a value is a refusal. */
export function isFailure(value: object | null | undefined): value is ApiFailure {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'failed';
}
