import { expect, test, vi } from 'vitest';
import { keepAddress } from './address.ts';
import { createSessionStore } from './session-store.ts';
import { fakeEngine, fakeServices } from './testing/fake-engine.ts';

const engine = fakeEngine();
/** What the address needs of the engine's client. */
const client = (): Parameters<typeof keepAddress>[0]['client'] =>
  ({ onAct: null, share: engine.share }) as unknown as Parameters<typeof keepAddress>[0]['client'];

/** The address after an act and the second of quiet that follows it. */
async function addressAfterAct(session: ReturnType<typeof createSessionStore>, search: string): Promise<string> {
  vi.useFakeTimers();
  window.history.replaceState(null, '', `/${search}`);
  const parts = { client: client(), services: fakeServices(), session };
  keepAddress(parts);
  parts.client.onAct?.();
  await vi.advanceTimersByTimeAsync(900);
  expect(window.location.hash).toBe('');
  await vi.advanceTimersByTimeAsync(200);
  vi.useRealTimers();
  return window.location.search + window.location.hash;
}

test('after an act the address leads to the moment that is shown', async () => {
  expect(await addressAfterAct(createSessionStore({}), '?lang=en')).toMatch(/^\?lang=en#k1\.d\./);
});

test('in a lesson the address stays the lesson’s own', async () => {
  const lesson = {} as NonNullable<ReturnType<ReturnType<typeof createSessionStore>['getState']>['lesson']>;
  expect(await addressAfterAct(createSessionStore({ lesson }), '?lesson=L14&step=s2')).toBe('?lesson=L14&step=s2');
});
