import { State } from '../../../kernel/state.ts';
import type { ClientError } from '../common/client-error.ts';

/** What a call will come to, for others to look at: Kafka's RequestFuture as state. Ends once; later endings are ignored. */
export class RequestFuture<T> extends State {
  isDone = false;
  error: ClientError | null = null;
  value: T | null = null;

  get hasSucceeded(): boolean {
    return this.isDone && this.error === null;
  }

  get isRetriable(): boolean {
    return this.error?.isRetriable === true;
  }

  complete(value: T): void {
    if (this.isDone) return;
    this.isDone = true;
    this.value = value;
  }

  raise(error: ClientError): void {
    if (this.isDone) return;
    this.isDone = true;
    this.error = error;
  }
}

/** A future that has failed already. */
export function failedFuture<T>(error: ClientError): RequestFuture<T> {
  const future = new RequestFuture<T>();
  future.raise(error);
  return future;
}
