// A film begins when the run goes on, however late the engine answers, and ends where the run does.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { App } from '../context.ts';
import { recordFilm } from './record-film.ts';
import type { FilmPicture } from './record-film.ts';

const at = { micros: 5_005_000, steps: 900 };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'requestAnimationFrame', 'setTimeout'] });
  document.body.innerHTML = '<div class="stage-room"><div>orders-0</div></div>';
});

afterEach(() => {
  vi.useRealTimers();
  document.body.innerHTML = '';
});

interface Filmed {
  readonly pictures: readonly FilmPicture[];
  readonly calls: readonly string[];
}

/** An engine that answers `answerMillis` after it is asked to play, and plays so long; null: it answers that there is nothing to play. */
async function filmOf(answerMillis: number, runMillis: number | null): Promise<Filmed> {
  const calls: string[] = [];
  let state = { at, isRunning: false };
  let startMillis: number | null = null;
  const client = {
    play: () => {
      calls.push('play');
      setTimeout(() => {
        startMillis = performance.now();
        state = { at, isRunning: runMillis !== null };
        if (runMillis !== null) setTimeout(() => (state = { at, isRunning: false }), runMillis);
      }, answerMillis);
    },
    pause: () => calls.push('pause'),
    seekToPosition: ({ micros }: { readonly micros: number }) => calls.push(`seek ${String(micros)}`),
  };
  const clock = {
    get nowMicros() {
      return at.micros + (startMillis === null ? 0 : (performance.now() - startMillis) * 1000);
    },
  };
  const app = { client, clock, frames: { getState: () => state } } as unknown as Pick<App, 'client' | 'clock' | 'frames'>;
  const captionAt = (micros: number): string => `${String(Math.round(micros / 1000))} ms`;
  const film = recordFilm({ app, captionAt, onSeconds: () => undefined, signal: new AbortController().signal });
  await vi.advanceTimersByTimeAsync(30_000);
  return { pictures: await film, calls };
}

test('an engine that is busy for three seconds is waited for, and the film shows the run to its end', async () => {
  const { pictures, calls } = await filmOf(3_000, 2_000);
  const times = pictures.map(({ atSeconds }) => atSeconds);
  expect(pictures.length).toBeGreaterThan(20);
  expect(times[0]).toBe(0);
  expect(times.at(-1)).toBeCloseTo(2, 1);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(pictures[0]?.svg).toContain('>5005 ms<');
  expect(pictures.at(-1)?.svg).toMatch(/>70[01]\d ms</);
  expect(calls).toEqual(['play', 'pause', 'seek 5005000']);
});

test('a run that goes on gives ten seconds', async () => {
  const { pictures } = await filmOf(20, 60_000);
  expect(pictures.at(-1)?.atSeconds).toBeCloseTo(10, 1);
});

test('where nothing is left to happen there is one picture', async () => {
  const { pictures, calls } = await filmOf(20, null);
  expect(pictures).toHaveLength(1);
  expect(calls).toEqual(['play', 'pause', 'seek 5005000']);
});
