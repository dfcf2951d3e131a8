import type { ApiFailure } from './failure.ts';
import type { AppendAction } from './runtime/append-action.ts';
import type { CoordinatorRecord } from './records.ts';

/** A response's fields by Kafka's names. */
export type ResponseData = Readonly<Record<string, unknown>>;

/** What a write operation decided: records, the answer for when they are committed, and what else to do then. Source: CoordinatorResult. */
export interface CoordinatorResult {
  readonly kind: 'result';
  readonly records: readonly CoordinatorRecord[];
  /** null: the answer is given otherwise. */
  readonly response: ResponseData | null;
  readonly action: AppendAction | null;
  /** False where the state was changed by the decision already, as in classic groups. */
  readonly isReplayed: boolean;
}

/** What an operation answers. */
export type Outcome = CoordinatorResult | ApiFailure;

/** Nothing to write and nothing to answer now. */
export const emptyResult: CoordinatorResult = { kind: 'result', records: [], response: null, action: null, isReplayed: true };

/** Records to replay and the answer for when they are committed. */
export function resultOf(records: readonly CoordinatorRecord[], response: ResponseData | null): CoordinatorResult {
  return { kind: 'result', records, response, action: null, isReplayed: true };
}

/** Records of state that is changed already, and what to do when they are committed or failed. */
export function appendedResult(
  records: readonly CoordinatorRecord[],
  action: AppendAction | null,
  response: ResponseData | null = null,
): CoordinatorResult {
  return { kind: 'result', records, response, action, isReplayed: false };
}
