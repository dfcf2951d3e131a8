import { useEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { CompareFrame, listed } from '../../app/compare/CompareFrame.tsx';
import { useApp, useFrame, useSession } from '../../app/context.ts';
import type { FrameState } from '../../app/frame-store.ts';
import { useSize } from '../../app/size.ts';
import { useWords } from '../../app/words.ts';
import type { Words } from '../../app/words.ts';
import { askedToCompare } from './asked.ts';
import { differencesOf } from './differences.ts';
import type { Difference } from './differences.ts';
import { layoutCompare } from './layout-compare.ts';
import type { StageLayout } from './layout.ts';
import { Stage } from './Stage.tsx';
import { rowsOf, stageRows } from './tables.ts';
import { Waits } from './Waits.tsx';

/** What the stages have no room in: the edges of the view, and the names of the histories (compare.css). */
const paddings = 48;
const besideStage = 172;

/** Two histories on one clock, the partition in large of each, and their differences numbered in the picture and in a list. */
export function Compare(): ReactElement {
  const words = useWords();
  const [box, size] = useSize();
  const focus = useSession((state) => state.focus);
  const frame = useFrame((state) => state);
  const partition = rowsOf(frame, 'partitions').find((row) => row.id === focus) ?? rowsOf(frame, 'partitions')[0];
  const isNarrow = size.windowWidth < 1024;
  const layout = useMemo(
    () => layoutCompare(partition?.id ?? '', partition?.replicas ?? [], size.width - paddings - (isNarrow ? 0 : besideStage)),
    [partition?.id, partition?.replicas, size.width, isNarrow],
  );
  const { client } = useApp();
  const { cellCount } = layout;
  useEffect(() => {
    client.watch(askedToCompare({ focus, cellCount }));
  }, [client, focus, cellCount]);
  const differences = useMemo(() => differencesIn(frame).slice(0, listed), [frame]);
  const shown = useMemo(
    () =>
      differences.map((difference) => ({
        id: difference.id,
        // Marked by the lines between the two pictures.
        place: '',
        name: words.t(`difference.${difference.kind}`, difference.params),
        here: valueWords(difference, difference.here, words),
        there: valueWords(difference, difference.there, words),
      })),
    [differences, words],
  );
  return (
    <CompareFrame
      box={box}
      form="named"
      differences={shown}
      idsIn={idsIn}
      isLoaded={rowsOf(frame, 'partitions', 'other:').length > 0}
      below={<Waits />}
      between={isNarrow ? null : <Bridges layout={layout} differences={differences} />}
    >
      {size.width === 0 ? null : <Stage layout={layout} />}
    </CompareFrame>
  );
}

function differencesIn(state: FrameState): readonly Difference[] {
  const [here, there] = ['', 'other:'].map((side) => ({ rows: stageRows(state, side), ledger: rowsOf(state, 'cluster', side)[0] }));
  return here === undefined || there === undefined ? [] : differencesOf(here, there, state.at.micros);
}

const idsIn = (state: FrameState): readonly string[] => differencesIn(state).map(({ id }) => id);

function valueWords({ kind }: Difference, value: string, words: Words): string {
  return kind === 'process' ? words.code('process', value) : value;
}

/** From one history to the other, a line for each difference that can be seen in a column, with its number in the list. */
function Bridges({ layout, differences }: { readonly layout: StageLayout; readonly differences: readonly Difference[] }): ReactElement {
  const seen = new Map<number, number>();
  return (
    <svg className="compare-bridges" width={layout.width} height="40" aria-hidden="true">
      {differences.map(({ id, broker }, index) => {
        const column = layout.columns.find((candidate) => candidate.broker === broker);
        if (column === undefined) return null;
        const place = seen.get(broker) ?? 0;
        seen.set(broker, place + 1);
        const x = column.x + 24 + place * 34;
        return (
          <g key={id}>
            <line x1={x} y1="0" x2={x} y2="40" stroke="var(--ink)" strokeWidth="1.5" />
            <circle cx={x} cy="20" r="10" fill="var(--ink)" />
            <text x={x} y="24" textAnchor="middle" className="s11 name" style={{ fill: 'var(--paper)' }}>
              {index + 1}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
