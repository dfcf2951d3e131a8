import { useMemo } from 'react';
import type { ReactElement } from 'react';
import './offsets.css';
import { CompareFrame } from '../../app/compare/CompareFrame.tsx';
import { useBeside, useIsOtherHere } from '../../app/compare/use-beside.ts';
import type { FrameState } from '../../app/frame-store.ts';
import { useSize } from '../../app/size.ts';
import { useWords } from '../../app/words.ts';
import { offsetsDifferences } from './differences.ts';
import { OneGroup, useOffsetRows } from './Panel.tsx';
import type { OffsetRow } from './rows.ts';
import { rowsOf } from './tables.ts';

/** A group's offsets in two histories, a ruler below the other. */
export function Compare(): ReactElement {
  const { t } = useWords();
  const [box, size] = useSize();
  const isNarrow = size.windowWidth < 768;
  const width = Math.max(0, size.width - (isNarrow ? 0 : 48));
  useOffsetRows(width);
  const isLoaded = useIsOtherHere('offsets.partitions');
  const { here, there } = useBeside(rowsOfSide);
  const differences = useMemo(
    () => offsetsDifferences(here, there).map((each) => ({ ...each, name: t(`difference.${each.kind}`, each.params) })),
    [here, there, t],
  );
  return (
    <CompareFrame box={box} form="stacked" differences={differences} idsIn={idsIn} isLoaded={isLoaded}>
      <div className={`offsets ${isNarrow ? 'is-narrow' : ''}`}>
        <OneGroup width={width} isNarrow={isNarrow} isCompared />
      </div>
    </CompareFrame>
  );
}

function rowsOfSide(state: FrameState, side: '' | 'other:'): readonly OffsetRow[] {
  return rowsOf(state, 'offsets.partitions', side);
}

const idsIn = (state: FrameState): readonly string[] =>
  offsetsDifferences(rowsOfSide(state, ''), rowsOfSide(state, 'other:')).map(({ id }) => id);
