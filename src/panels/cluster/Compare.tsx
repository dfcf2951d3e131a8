import { Fragment, useMemo } from 'react';
import type { ReactElement } from 'react';
import { SideContext, useApp, useFrame, useSession } from '../../app/context.ts';
import { commandWords } from '../../app/command-words.ts';
import { useSize } from '../../app/size.ts';
import { useWords } from '../../app/words.ts';
import type { Words } from '../../app/words.ts';
import { Button } from '../../design/Button.tsx';
import { printSeconds } from '../../texts/format.ts';
import { differencesOf } from './differences.ts';
import type { Difference } from './differences.ts';
import { layoutCompare } from './layout-compare.ts';
import type { StageLayout } from './layout.ts';
import { Stage } from './Stage.tsx';
import { rowsOf, stageRows } from './tables.ts';

/** What the stages have no room in: the edges of the view, and the names of the histories (stage.css). */
const paddings = 48;
const besideStage = 172;

/** Two histories on one clock, the partition in large of each, and their differences numbered in the picture and in a list. */
export function Compare(): ReactElement {
  const { client } = useApp();
  const words = useWords();
  const { t } = words;
  const [box, size] = useSize();
  const comparing = useSession((state) => state.comparing);
  const focus = useSession((state) => state.focus);
  const frame = useFrame((state) => state);
  const branch = frame.branches.find((candidate) => candidate.id === comparing);
  const partition = rowsOf(frame, 'partitions').find((row) => row.id === focus) ?? rowsOf(frame, 'partitions')[0];
  const isNarrow = size.windowWidth < 1024;
  const layout = useMemo(
    () => layoutCompare(partition?.id ?? '', partition?.replicas ?? [], size.width - paddings - (isNarrow ? 0 : besideStage)),
    [partition?.id, partition?.replicas, size.width, isNarrow],
  );
  const differences = useMemo(
    () => differencesOf(stageRows(frame, ''), stageRows(frame, 'other:'), rowsOf(frame, 'cluster'), rowsOf(frame, 'cluster', 'other:')),
    [frame],
  );
  const isLoaded = rowsOf(frame, 'partitions', 'other:').length > 0;
  const sides = [
    { side: '' as const, name: t('compare.this'), about: t('compare.this-about') },
    {
      side: 'other:' as const,
      name: t('compare.other'),
      about: branch === undefined || branch.forkedAt === null ? '' : t('compare.forked-at', { time: printSeconds(branch.forkedAt.micros) }),
    },
  ];
  return (
    <div ref={box} className="compare">
      <h2>{t('compare.title')}</h2>
      <div className="compare-sides">
        {sides.map(({ side, name, about }) => (
          <Fragment key={name}>
            {side === '' || isNarrow ? null : <Bridges layout={layout} differences={differences} />}
            <section className={side === '' ? '' : 'is-other'}>
              <header>
                <h3>{name}</h3>
                <p className="small ink-2">{about}</p>
                {side !== '' && branch !== undefined && branch.firstCommand !== null ? (
                  <p className="small code">{commandWords(branch.firstCommand, words)}</p>
                ) : null}
              </header>
              {size.width === 0 || (side !== '' && !isLoaded) ? (
                <p className="small ink-2">{t('compare.loading')}</p>
              ) : (
                <SideContext value={side}>
                  <Stage layout={layout} />
                </SideContext>
              )}
            </section>
          </Fragment>
        ))}
      </div>
      <section className="compare-list">
        <h2>{t('compare.differences', { count: differences.length })}</h2>
        <ol>
          {differences.map((difference, index) => (
            <li key={difference.id}>
              <span className="number">{index + 1}</span>
              <span className="grow">{words.t(`difference.${difference.kind}`, difference.params)}</span>
              <span className="code name">{valueWords(difference, difference.here, words)}</span>
              <span className="code of-ghost">{valueWords(difference, difference.there, words)}</span>
            </li>
          ))}
        </ol>
        {branch === undefined ? null : (
          <p className="compare-acts">
            <Button
              kind="primary"
              onClick={() => {
                client.compare(null);
                client.switchBranch(branch.id);
              }}
            >
              {t('compare.go-on')}
            </Button>
            <Button
              onClick={() => {
                client.compare(null);
              }}
            >
              {t('compare.end')}
            </Button>
          </p>
        )}
      </section>
    </div>
  );
}

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
