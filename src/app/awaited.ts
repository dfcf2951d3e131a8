/** What somebody waits for: parts of the page and words that are on their way, and those that did not come. */
import { createStore } from 'zustand/vanilla';

interface Awaited {
  readonly waiting: number;
  /** How to ask again for what did not come. */
  readonly retries: readonly (() => void)[];
}

/** What is waited for now. */
export const awaitedStore = createStore<Awaited>(() => ({ waiting: 0, retries: [] }));

/** Waits for something that somebody wants to see; null when it did not come. `again` asks once more. */
export async function awaited<T>(work: () => Promise<T>, again: () => void): Promise<T | null> {
  awaitedStore.setState(({ waiting }) => ({ waiting: waiting + 1 }));
  try {
    return await work();
  } catch {
    // No network, or a newer build lies there: whoever waits is told, and may ask again.
    awaitedStore.setState(({ retries }) => ({ retries: [...retries, again] }));
    return null;
  } finally {
    awaitedStore.setState(({ waiting }) => ({ waiting: waiting - 1 }));
  }
}

/** Asks again for everything that did not come. */
export function askAgain(): void {
  const { retries } = awaitedStore.getState();
  awaitedStore.setState({ retries: [] });
  for (const retry of retries) retry();
}
