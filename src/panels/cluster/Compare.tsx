import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { SideContext, useApp, useFrame, useSession } from '../../app/context.ts';
import { commandWords } from '../../app/command-words.ts';
import { useSize } from '../../app/size.ts';
import { useWords } from '../../app/words.ts';
import { Button } from '../../design/Button.tsx';
import { printSeconds } from '../../texts/format.ts';
import { differencesOf } from './differences.ts';
import { layoutCompare } from './layout-compare.ts';
import { Stage } from './Stage.tsx';
import { rowsOf, stageRows } from './tables.ts';

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
  const layout = useMemo(
    () => layoutCompare(partition?.id ?? '', partition?.replicas ?? [], size.width - (size.windowWidth < 1024 ? 0 : 172)),
    [partition?.id, partition?.replicas, size.width, size.windowWidth],
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
          <section key={name} className={side === '' ? '' : 'is-other'}>
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
        ))}
      </div>
      <section className="compare-list">
        <h2>{t('compare.differences', { count: differences.length })}</h2>
        <ol>
          {differences.map((difference, index) => (
            <li key={difference.id}>
              <span className="number">{index + 1}</span>
              <span className="grow">{words.t(`difference.${difference.kind}`, difference.params)}</span>
              <span className="code name">{difference.here}</span>
              <span className="code of-ghost">{difference.there}</span>
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
