/** What the live objects of a page's worker weigh, as the browser's tools for developers tell it. */
import type { Page } from '@playwright/test';

/** The parts of an answer of the worker's own session. */
interface Answer {
  readonly id: number;
  readonly error?: { readonly message: string };
  readonly result?: { readonly usedSize?: number; readonly backingStorageSize?: number };
}

/**
 * Scales for the worker that the page will start: bytes of live objects after a forced collection, with what typed arrays hold outside the
 * heap. Of the browser's ways this one gives the same figure each time; `measureUserAgentSpecificMemory` also counts compiled code that it
 * happens to find, and varies by a fifth. As in Node, what is compiled is mostly thrown away.
 */
export async function workerScales(page: Page): Promise<() => Promise<number>> {
  const ask = await workerSession(page);
  return async () => {
    // Twice: what only the first round finds out to be garbage goes with the second.
    await ask('HeapProfiler.collectGarbage');
    await ask('HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize } = (await ask('Runtime.getHeapUsage')).result ?? {};
    if (usedSize === undefined || backingStorageSize === undefined) throw new Error('the browser does not tell what a worker holds');
    return usedSize + backingStorageSize;
  };
}

/** Asks the worker's own session, whose messages travel inside those of the page's. */
async function workerSession(page: Page): Promise<(method: string) => Promise<Answer>> {
  const session = await page.context().newCDPSession(page);
  const attached = new Promise<string>((resolve) => {
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker') resolve(sessionId);
    });
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const answer = JSON.parse(message) as Answer;
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  let askedCount = 0;
  return async (method) => {
    const sessionId = await attached;
    const id = ++askedCount;
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
    await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
    const answer = await answered;
    if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.message}`);
    return answer;
  };
}
