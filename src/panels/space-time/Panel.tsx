import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import './space-time.css';
import { useApp, useFrame, useSession } from '../../app/context.ts';
import { marginsOf, useSize } from '../../app/size.ts';
import { asked, firstSpanMicros } from './asked.ts';
import { Head } from './Head.tsx';
import { Picture } from './Picture.tsx';
import { useRows } from './tables.ts';

/** How much time is shown at once, from the nearest to the farthest. */
const spans: readonly number[] = [
  2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 20_000_000,
];

/** Messages on simulated time, a lifeline for each node. */
export function Panel(): ReactElement {
  const [box, size] = useSize();
  const { client, frames } = useApp();
  const [span, setSpan] = useState(spans.indexOf(firstSpanMicros));
  const [withRoutine, setWithRoutine] = useState(false);
  // Where the window ends while the person looks at the past; null: at the clock.
  const [end, setEnd] = useState<number | null>(null);
  const isPassed = useFrame((state) => end !== null && state.at.micros >= end);
  const selection = useSession((state) => state.selection);
  const selected = selection?.kind === 'message' || selection?.kind === 'event' ? Number(selection.id) : -1;
  const isNarrow = size.windowWidth < 768;
  const endMicros = isPassed ? null : end;
  const spanMicros = spans[span] ?? firstSpanMicros;
  useEffect(() => {
    client.watch(asked({ spanMicros, withRoutine, selected, endMicros }));
  }, [client, spanMicros, withRoutine, selected, endMicros]);
  useShownTimes();
  return (
    <div ref={box} className={`space-time ${isNarrow ? 'is-narrow' : ''}`}>
      <Head
        spanMicros={spanMicros}
        withRoutine={withRoutine}
        isFollowing={endMicros === null}
        closer={() => {
          setSpan(Math.max(0, span - 1));
        }}
        wider={() => {
          setSpan(Math.min(spans.length - 1, span + 1));
        }}
        setWithRoutine={setWithRoutine}
        follow={() => {
          setEnd(null);
        }}
      />
      {size.width === 0 ? null : (
        <Picture
          width={size.width - marginsOf(size)}
          height={Math.max(240, size.height - 64)}
          isNarrow={isNarrow}
          goTo={(micros, windowEnd) => {
            // What is on the picture stays where it is: only the playhead moves.
            setEnd(Math.max(windowEnd, frames.getState().at.micros));
            client.pause();
            client.seek(micros);
          }}
        />
      )}
    </div>
  );
}

/** Tells the line of time which of its stretches are shown here. */
function useShownTimes(): void {
  const { session } = useApp();
  const [shown] = useRows('space-time.window');
  useEffect(() => {
    const stretches = shown?.fromMicros.map((fromMicros, index) => ({ fromMicros, toMicros: shown.toMicros[index] ?? fromMicros }));
    session.setState({ shownTimes: stretches ?? null });
  }, [session, shown]);
  useEffect(
    () => () => {
      session.setState({ shownTimes: null });
    },
    [session],
  );
}
