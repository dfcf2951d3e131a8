import { useEffect, useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import './group.css';
import { useApp, useSession } from '../../app/context.ts';
import { marginsOf, useSize } from '../../app/size.ts';
import { useWords } from '../../app/words.ts';
import { moveFocus } from '../../design/roving.ts';
import { asked, firstSpanMicros } from './asked.ts';
import { AddMember } from './AddMember.tsx';
import { Head } from './Head.tsx';
import { Lags } from './Lags.tsx';
import { LaneHeads } from './LaneHeads.tsx';
import { Lanes } from './Lanes.tsx';
import { layoutLanes } from './layout.ts';
import type { LaneLayout } from './layout.ts';
import { MemberTimers } from './MemberTimers.tsx';
import { useRows } from './tables.ts';

/** How much time the lanes show, from near to far. */
const spans: readonly number[] = [5_000_000, 20_000_000, 60_000_000, 300_000_000];

/** A group: who is in it, which partitions each has had, and what a rebalance stops. */
export function Panel(): ReactElement {
  const [box, size] = useSize();
  const { session } = useApp();
  const { t } = useWords();
  const [span, setSpan] = useState(spans.indexOf(firstSpanMicros));
  const groups = useRows('group.groups');
  // Rulers stand under the lanes, two beside each other: what they leave is the lanes'.
  const rulerLines = Math.ceil(Math.min(12, useRows('group.lags').length) / 2);
  const spanMicros = spans[span] ?? firstSpanMicros;
  useGroupRows(spanMicros);
  const isNarrow = size.windowWidth < 768;
  const width = Math.max(0, size.width - marginsOf(size));
  const shown = groups.find((group) => group.isShown);
  return (
    <div ref={box} className={`group ${isNarrow ? 'is-narrow' : ''}`}>
      {shown === undefined ? (
        <p className="view-empty ink-2">{t('group.none')}</p>
      ) : (
        <>
          <Head
            group={shown}
            groups={groups}
            choose={(group) => {
              session.setState({ group });
            }}
          />
          {width === 0 ? null : <Picture width={width} height={size.height - (isNarrow ? 0 : 160 + 36 * rulerLines)} isNarrow={isNarrow} />}
          <div className="group-foot">
            <AddMember group={shown} />
            <span className="grow" />
            <span className="span-buttons" role="group" aria-label={t('group.span')}>
              {spans.map((each, index) => (
                <button
                  key={each}
                  type="button"
                  className="button bare"
                  aria-pressed={index === span}
                  onClick={() => {
                    setSpan(index);
                  }}
                >
                  {t('group.span-of', { seconds: each / 1_000_000 })}
                </button>
              ))}
            </span>
          </div>
          <Lags width={width} isNarrow={isNarrow} />
        </>
      )}
    </div>
  );
}

/** Asks for the rows of the chosen group. */
export function useGroupRows(spanMicros: number): void {
  const { client } = useApp();
  const chosen = useSession((state) => state.group);
  useEffect(() => {
    client.watch(asked({ group: chosen, spanMicros }));
  }, [client, chosen, spanMicros]);
}

/** The lanes of the shown group's members. */
export function Picture({
  width,
  height,
  isNarrow,
}: {
  readonly width: number;
  readonly height: number;
  readonly isNarrow: boolean;
}): ReactElement | null {
  const { t } = useWords();
  const layout = useLayout(width, height, isNarrow);
  if (layout === null) return null;
  return (
    <div
      className="stage-picture"
      style={{ width: layout.width, height: layout.height }}
      role="group"
      aria-label={t('group.name')}
      onKeyDown={(event) => {
        if (moveFocus(event, '.member-head')) event.stopPropagation();
      }}
    >
      <Lanes layout={layout} />
      <MemberTimers layout={layout} />
      <LaneHeads layout={layout} />
    </div>
  );
}

function useLayout(width: number, height: number, isNarrow: boolean): LaneLayout | null {
  const [window] = useRows('group.window');
  const members = useRows('group.members');
  const spans = useRows('group.spans');
  return useMemo(
    () => (window === undefined ? null : layoutLanes({ width, height, isNarrow, window, members, spans })),
    [width, height, isNarrow, window, members, spans],
  );
}
