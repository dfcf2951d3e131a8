import type { ReactElement } from 'react';
import type { ClusterTables } from '../panels/cluster/rows.ts';
import { printSet } from '../texts/format.ts';
import { Icon } from '../design/Icon.tsx';
import { tableHooks, useApp, useSession } from './context.ts';
import { panelOf } from './panels.ts';
import { useWords } from './words.ts';

const { useRows } = tableHooks<ClusterTables>();
const tabs = ['picture', 'events', 'details'] as const;

/** A phone shows one partition at a time: which one, and three tabs. */
export function PhoneTabs(): ReactElement {
  const { session } = useApp();
  const { t, code } = useWords();
  const shownPanel = useSession((state) => state.panel);
  const focus = useSession((state) => state.focus);
  const tab = useSession((state) => state.phoneTab);
  const partitions = useRows('partitions');
  const index = Math.max(
    0,
    partitions.findIndex((partition) => partition.id === focus),
  );
  const shown = partitions[index];
  const go = (by: number): void => {
    const next = partitions[(index + by + partitions.length) % partitions.length];
    if (next !== undefined) session.setState({ focus: next.id });
  };
  return (
    <div className="phone-head">
      <div className="phone-partition" hidden={panelOf(shownPanel)?.isOfPartition !== true}>
        <button
          type="button"
          className="button square"
          aria-label={t('phone.previous')}
          onClick={() => {
            go(-1);
          }}
        >
          <span className="flip">
            <Icon name="play" />
          </span>
        </button>
        <p>
          <strong className="code">{shown?.id ?? ''}</strong>
          <span className="small ink-2">
            {shown === undefined ? '' : t('phone.partition', { index: index + 1, total: partitions.length, isr: printSet(shown.isr) })}
          </span>
        </p>
        <button
          type="button"
          className="button square"
          aria-label={t('phone.next')}
          onClick={() => {
            go(1);
          }}
        >
          <Icon name="play" />
        </button>
      </div>
      <div className="phone-tabs" role="tablist" aria-label={t('phone.tabs')}>
        {tabs.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={tab === name}
            onClick={() => {
              session.setState({ phoneTab: name });
            }}
          >
            {name === 'picture' && shownPanel !== 'cluster' ? code('panel', shownPanel) : t(`phone.tab-${name}`)}
          </button>
        ))}
      </div>
    </div>
  );
}
