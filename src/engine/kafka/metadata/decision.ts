import { errorMessage } from '../error-details.ts';
import { errors } from '../errors.ts';
import type { MetadataRecord } from './records.ts';

/** A Kafka error as a value: its code and, where Kafka has more to say than the code does, a message. Source: ApiError. */
export interface ApiError {
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** No error. */
export const noError: ApiError = { errorCode: errors.NONE, errorMessage: null };

/**
 * What the controller has decided: the records that make it so, and the answer for when they are committed. Nothing has changed yet: only
 * replaying the records changes replicated state. `isAtomic` records stand in the log all or not at all. Source: ControllerResult.
 */
export interface Decision<Response> {
  readonly kind: 'decided';
  readonly records: readonly MetadataRecord[];
  readonly response: Response;
  readonly isAtomic: boolean;
}

/** The whole request is refused (in Kafka: an ApiException). */
export interface Refusal {
  readonly kind: 'refused';
  readonly error: ApiError;
}

/** What a decide function answers. */
export type ControllerResult<Response> = Decision<Response> | Refusal;

/** A decision whose records may be written in several batches. */
export function decided<Response>(records: readonly MetadataRecord[], response: Response): Decision<Response> {
  return { kind: 'decided', records, response, isAtomic: false };
}

/** A decision whose records are written in one batch. */
export function decidedAtomically<Response>(records: readonly MetadataRecord[], response: Response): Decision<Response> {
  return { kind: 'decided', records, response, isAtomic: true };
}

/** Refuses the request. */
export function refused(errorCode: number, message: string): Refusal {
  return { kind: 'refused', error: { errorCode, errorMessage: message } };
}

/** An error with Kafka's standard text for its code. Source: the constructor ApiError(Errors). */
export function apiErrorWithText(errorCode: number): ApiError {
  return { errorCode, errorMessage: errorMessage(errorCode) };
}

/**
 * An error as a thrown exception becomes one: a message that only repeats the code's standard text is left out. Source:
 * ApiError.fromThrowable.
 */
export function apiError(errorCode: number, message: string | null): ApiError {
  const says = errorCode === errors.UNKNOWN_SERVER_ERROR || message === errorMessage(errorCode) ? null : message;
  return { errorCode, errorMessage: says };
}

/** Whether it is an error at all. */
export function isFailure(error: ApiError): boolean {
  return error.errorCode !== errors.NONE;
}
