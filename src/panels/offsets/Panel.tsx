import { useEffect } from 'react';
import type { ReactElement } from 'react';
import './offsets.css';
import { useApp, useSession } from '../../app/context.ts';
import { marginsOf, useSize } from '../../app/size.ts';
import { useWords } from '../../app/words.ts';
import { OthersMenu } from '../../design/OthersMenu.tsx';
import { asked } from './asked.ts';
import { CommitPath } from './CommitPath.tsx';
import { FocusRuler } from './FocusRuler.tsx';
import type { OffsetGroupRow } from './rows.ts';
import { SmallRulers } from './SmallRulers.tsx';
import { useRows } from './tables.ts';

const cellWidth = 18;

/** A group's offsets: on one ruler for each partition, and where its commits are. */
export function Panel(): ReactElement {
  const [box, size] = useSize();
  const width = Math.max(0, size.width - marginsOf(size));
  const isNarrow = size.windowWidth < 768;
  useOffsetRows(width);
  return (
    <div ref={box} className={`offsets ${isNarrow ? 'is-narrow' : ''}`}>
      <OneGroup width={width} isNarrow={isNarrow} />
    </div>
  );
}

/** As many records as a ruler of this width shows. */
function cellCountOf(width: number): number {
  return width === 0 ? 30 : Math.max(8, Math.floor((width - 76) / cellWidth));
}

/** Asks for the rows of the chosen group and partition. */
export function useOffsetRows(width: number): void {
  const { client } = useApp();
  const group = useSession((state) => state.group);
  const focus = useSession((state) => state.focus);
  const cellCount = cellCountOf(width);
  useEffect(() => {
    client.watch(asked({ group, focus, cellCount }));
  }, [client, group, focus, cellCount]);
}

interface OneGroupProps {
  readonly width: number;
  readonly isNarrow: boolean;
  /** Two of them on one page: only the rulers. */
  readonly isCompared?: boolean;
}

/** The shown group: its rulers, and the way of its commits. */
export function OneGroup({ width, isNarrow, isCompared = false }: OneGroupProps): ReactElement {
  const { t } = useWords();
  const groups = useRows('offsets.groups');
  const shown = groups.find((each) => each.isShown);
  const rows = useRows('offsets.partitions');
  const focused = rows.find((row) => row.isFocused);
  if (shown === undefined) return <p className="view-empty ink-2">{t('group.none')}</p>;
  return (
    <>
      <Head shown={shown} groups={groups} />
      {width === 0 || focused === undefined ? null : (
        <FocusRuler row={focused} width={width} cellWidth={cellWidth} cellCount={cellCountOf(width)} />
      )}
      {width === 0 ? null : <SmallRulers rows={rows} width={width} isNarrow={isNarrow} />}
      {width === 0 || isCompared ? null : <CommitPath group={shown} width={width} isNarrow={isNarrow} />}
    </>
  );
}

function Head({ shown, groups }: { readonly shown: OffsetGroupRow; readonly groups: readonly OffsetGroupRow[] }): ReactElement {
  const { session } = useApp();
  const { t } = useWords();
  return (
    <header className="offsets-head">
      <h2>
        {t('offsets.title')} <span className="code">{shown.id}</span>
      </h2>
      <OthersMenu
        name={t('group.choose')}
        label={t('group.others', { count: groups.length - 1 })}
        choices={groups}
        choose={(id) => {
          session.setState({ group: id });
        }}
      />
      <span className="small ink-2">
        {shown.storage === 'zookeeper'
          ? t('offsets.kept-in-zookeeper')
          : t('offsets.kept-in', { partition: shown.offsetsPartition, broker: shown.coordinator })}
      </span>
    </header>
  );
}
