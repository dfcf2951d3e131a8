import { useMemo } from 'react';
import type { ReactElement } from 'react';
import './group.css';
import { CompareFrame } from '../../app/compare/CompareFrame.tsx';
import { useBeside, useIsOtherHere } from '../../app/compare/use-beside.ts';
import { useApp } from '../../app/context.ts';
import type { FrameState } from '../../app/frame-store.ts';
import { useSize } from '../../app/size.ts';
import { useWords } from '../../app/words.ts';
import type { Words } from '../../app/words.ts';
import { groupDifferences } from './differences.ts';
import type { GroupDifference, GroupSide } from './differences.ts';
import { Head } from './Head.tsx';
import { Picture, useGroupRows } from './Panel.tsx';
import { rowsOf, useRows } from './tables.ts';

const spanMicros = 20_000_000;
/** Of the view's height: what is not lanes, in each of the two histories. */
const besideLanes = 230;

/** A group in two histories, on one axis of time. */
export function Compare(): ReactElement {
  const words = useWords();
  const [box, size] = useSize();
  useGroupRows(spanMicros);
  const isLoaded = useIsOtherHere('group.groups');
  const { here, there } = useBeside(sideOf);
  const differences = useMemo(() => groupDifferences(here, there).map((each) => inWords(each, words)), [here, there, words]);
  const isNarrow = size.windowWidth < 768;
  const width = Math.max(0, size.width - (isNarrow ? 0 : 48));
  return (
    <CompareFrame box={box} form="stacked" differences={differences} idsIn={idsIn} isLoaded={isLoaded}>
      <OneGroup width={width} height={Math.max(220, size.windowHeight / 2 - besideLanes)} isNarrow={isNarrow} />
    </CompareFrame>
  );
}

function OneGroup(room: { readonly width: number; readonly height: number; readonly isNarrow: boolean }): ReactElement {
  const { session } = useApp();
  const { t } = useWords();
  const groups = useRows('group.groups');
  const shown = groups.find((group) => group.isShown);
  return (
    <div className={`group ${room.isNarrow ? 'is-narrow' : ''}`}>
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
          {room.width === 0 ? null : <Picture {...room} />}
        </>
      )}
    </div>
  );
}

function sideOf(state: FrameState, side: '' | 'other:'): GroupSide {
  return {
    groups: rowsOf(state, 'group.groups', side),
    members: rowsOf(state, 'group.members', side),
    rebalances: rowsOf(state, 'group.rebalances', side),
  };
}

const idsIn = (state: FrameState): readonly string[] => groupDifferences(sideOf(state, ''), sideOf(state, 'other:')).map(({ id }) => id);

function inWords(difference: GroupDifference, words: Words): Parameters<typeof CompareFrame>[0]['differences'][number] {
  const { id, place, kind, params } = difference;
  const value = (text: string): string => {
    if (text === '–') return text;
    if (kind === 'group-way') return words.code('group', `way-${text}`);
    return kind === 'member-process' ? words.code('process', text) : text;
  };
  return { id, place, name: words.t(`difference.${kind}`, params), here: value(difference.here), there: value(difference.there) };
}
