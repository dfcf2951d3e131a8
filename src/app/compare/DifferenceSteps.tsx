import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { Button } from '../../design/Button.tsx';
import { printSeconds } from '../../texts/format.ts';
import { useApp, useFrame, useSession } from '../context.ts';
import type { App } from '../context.ts';
import type { FrameState } from '../frame-store.ts';
import { useWords } from '../words.ts';
import { nextDifference } from './next-difference.ts';
import { askIds } from './use-beginnings.ts';
import type { IdsIn } from './use-beginnings.ts';

interface DifferenceStepsProps {
  /** The differences that are there now. */
  readonly ids: readonly string[];
  readonly idsIn: IdsIn;
  /** Since when each of them is there, as far as it is known. */
  readonly since: ReadonlyMap<string, number>;
}

/** What the search for the next difference has come to; what was said at a time is said there alone. */
type Search = { readonly kind: 'idle' } | { readonly kind: 'looking' } | { readonly kind: 'none'; readonly atMicros: number };

/** From difference to difference: back to where the newest began, and on to the next in what has been run. */
export function DifferenceSteps({ ids, idsIn, since }: DifferenceStepsProps): ReactElement {
  const app = useApp();
  const { client, frames } = app;
  const { t } = useWords();
  const isRunning = useFrame((state) => state.isRunning);
  const nowMicros = useFrame((state) => state.at.micros);
  const earlier = useEarlier(ids, since, nowMicros);
  const endMicros = useEndOfBoth();
  const [search, setSearch] = useState<Search>({ kind: 'idle' });
  const asked = useRef(0);
  const comparing = useSession((state) => state.comparing);
  // Whoever compares something else, or nothing any more, is not sent anywhere.
  useEffect(
    () => () => {
      asked.current += 1;
    },
    [comparing],
  );
  const look = async (): Promise<void> => {
    const mine = ++asked.current;
    let standsAtMicros = nowMicros;
    // Nor is who went to another time meanwhile.
    const isWanted = (): boolean => mine === asked.current && frames.getState().at.micros === standsAtMicros;
    setSearch({ kind: 'looking' });
    const { events, eventsBeside } = frames.getState();
    const found = await nextDifference({
      ids,
      nowMicros,
      endMicros,
      happenedMicros: [...events, ...eventsBeside].map(({ micros }) => micros),
      idsAt: async (micros) => (isWanted() ? askIds(app, idsIn, micros) : null),
      runOn: async () => {
        if (!isWanted()) return null;
        const micros = await stepOn(app, Math.max(endMicros, standsAtMicros));
        standsAtMicros = frames.getState().at.micros;
        return micros;
      },
    });
    if (mine !== asked.current) return;
    setSearch(found === 'none' ? { kind: 'none', atMicros: standsAtMicros } : { kind: 'idle' });
    if (typeof found === 'number' && isWanted()) client.seek(found);
  };
  const locked = isRunning ? t('compare.pause-first') : undefined;
  return (
    <p className="compare-steps">
      <Button
        icon="step-back"
        locked={locked ?? (earlier === null ? t('compare.none-earlier') : undefined)}
        onClick={() => {
          asked.current += 1;
          setSearch({ kind: 'idle' });
          if (earlier !== null) client.seek(earlier);
        }}
      >
        {t('compare.earlier')}
      </Button>
      <Button icon="step" locked={locked ?? (search.kind === 'looking' ? t('compare.looking') : undefined)} onClick={() => void look()}>
        {t('compare.next')}
      </Button>
      <span className="small ink-2" role="status">
        {search.kind === 'none' && search.atMicros === nowMicros ? t('compare.none-later', { time: printSeconds(nowMicros) }) : null}
      </span>
    </p>
  );
}

/** Goes on from the end of what both have run, by a milestone; says where that is, or that nothing came. */
async function stepOn({ client, frames }: Pick<App, 'client' | 'frames'>, endMicros: number): Promise<number | 'end'> {
  if (frames.getState().at.micros < endMicros) await seekTo({ client, frames }, endMicros);
  const before = frames.getState().at;
  client.step('milestone');
  await nextFrameWhere(frames, (now) => now.steps > before.steps);
  const { micros } = frames.getState().at;
  return micros > before.micros ? micros : 'end';
}

async function seekTo({ client, frames }: Pick<App, 'client' | 'frames'>, micros: number): Promise<void> {
  client.seek(micros);
  await nextFrameWhere(frames, (now) => now.micros === micros);
}

/** So long a worker may be busy before it is taken to stand still. */
const patienceMillis = 5_000;

function nextFrameWhere(frames: App['frames'], is: (at: FrameState['at']) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(end, patienceMillis);
    const stop = frames.subscribe(({ at }) => {
      if (is(at)) end();
    });
    if (is(frames.getState().at)) end();
  });
}

/** The latest beginning before now; null where there is none, or none is known yet. */
function useEarlier(ids: readonly string[], since: ReadonlyMap<string, number>, nowMicros: number): number | null {
  const before = ids.flatMap((id) => since.get(id) ?? []).filter((micros) => micros < nowMicros);
  return before.length === 0 ? null : Math.max(...before);
}

/** As far as both histories have been run. */
function useEndOfBoth(): number {
  const comparing = useSession((state) => state.comparing);
  return useFrame((state) => {
    const known = state.branches.filter(({ id, isCurrent }) => isCurrent || id === comparing);
    return Math.max(state.at.micros, Math.min(...known.map(({ computedUntil }) => computedUntil.micros)));
  });
}
