/** A film of the view that is shown: what it shows while the run plays, ten seconds of it at the most. */
import type { App } from '../context.ts';
import { pictureOf } from './picture-of.ts';
import type { Picture } from './picture-of.ts';

/** No film is longer, in seconds of who looks. */
export const longestFilmSeconds = 10;

/** Pictures a second: a message that crosses the stage is seen to move, and taking one leaves the page time to play. */
const picturesPerSecond = 15;

/** An answer of the engine that tells of no run within this long means that there is none. */
const startingSeconds = 1;

/** A picture with the time at which it came, from the film's beginning. */
export interface FilmPicture extends Picture {
  readonly atSeconds: number;
}

/** What a film is made of, and who hears how far it is. */
export interface FilmOptions {
  readonly app: Pick<App, 'client' | 'clock' | 'frames'>;
  /** The line below each picture, which tells its time. */
  readonly captionAt: (micros: number) => string;
  /** How many seconds are taken. */
  readonly onSeconds: (seconds: number) => void;
  /** Ends the film where it is. */
  readonly signal: AbortSignal;
}

/**
 * Plays the run at its pace and writes down the view again and again, until ten seconds are over, the run stops by itself, or the signal
 * comes; then takes the run back to where it stood.
 */
export async function recordFilm({ app: { client, clock, frames }, captionAt, onSeconds, signal }: FilmOptions): Promise<FilmPicture[]> {
  const view = document.querySelector('.stage-room')?.firstElementChild;
  if (!(view instanceof HTMLElement)) return [];
  const { at } = frames.getState();
  const pictures: FilmPicture[] = [{ ...pictureOf(view, captionAt(clock.nowMicros)), atSeconds: 0 }];
  const hasStarted = await startedToPlay(client, frames, signal);
  const startMillis = performance.now();
  while (hasStarted && !signal.aborted) {
    await nextPicture();
    const atSeconds = (performance.now() - startMillis) / 1000;
    const { atSeconds: lastSeconds } = pictures.at(-1) ?? { atSeconds: -Infinity };
    const isOver = !frames.getState().isRunning || atSeconds >= longestFilmSeconds;
    if (!isOver && atSeconds - lastSeconds < 0.9 / picturesPerSecond) continue;
    pictures.push({ ...pictureOf(view, captionAt(clock.nowMicros)), atSeconds });
    onSeconds(atSeconds);
    if (isOver) break;
  }
  client.pause();
  client.seekToPosition(at);
  return pictures;
}

/** Plays, and waits until the run goes on: on a busy machine, or in the middle of other work, the engine answers late. */
async function startedToPlay(client: App['client'], frames: App['frames'], signal: AbortSignal): Promise<boolean> {
  const before = frames.getState();
  const askedMillis = performance.now();
  client.play();
  for (;;) {
    await nextPicture();
    const state = frames.getState();
    if (state.isRunning) return true;
    const waitedSeconds = (performance.now() - askedMillis) / 1000;
    const isAnswered = state !== before && waitedSeconds > startingSeconds;
    if (isAnswered || signal.aborted || waitedSeconds > longestFilmSeconds) return false;
  }
}

function nextPicture(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      resolve();
    });
  });
}
