import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { printPartitionSeconds, triggerWords } from './names.ts';
import { Reasons } from './Reasons.tsx';
import type { GroupRow, LagRow, RebalanceRow } from './rows.ts';
import { useRows } from './tables.ts';

/** What rebalances stopped, how partitions were divided, where the group is coordinated, what a crash would repeat. */
export function Inspector(): ReactElement | null {
  const groups = useRows('group.groups');
  const group = groups.find((each) => each.isShown);
  if (group === undefined) return null;
  return (
    <section className="inspector group-facts">
      <Stopped group={group} />
      <Reasons group={group} />
      <Crash />
      <Place group={group} />
    </section>
  );
}

/** Partition-seconds without a reader: the newest rebalance of each group beside each other, then the earlier ones of this one. */
function Stopped({ group }: { readonly group: GroupRow }): ReactElement {
  const { t } = useWords();
  const rebalances = useRows('group.rebalances').filter(({ trigger }) => trigger !== 'formed');
  const groups = useRows('group.groups');
  const latest = groups
    .map(({ id }) => rebalances.filter((each) => each.group === id).at(-1))
    .filter((each) => each !== undefined)
    .sort((a, b) => Number(b.group === group.id) - Number(a.group === group.id));
  const earlier = rebalances.filter((each) => each.group === group.id && !latest.includes(each)).reverse();
  const most = Math.max(1, ...rebalances.map(({ stoppedMicros }) => stoppedMicros));
  return (
    <>
      <h2>{t('group.stopped')}</h2>
      <p className="small ink-2">{latest.length === 0 ? t('group.stopped-nothing') : t('group.stopped-about')}</p>
      <ul className="stops">
        {latest.map((each) => (
          <Stop key={each.id} rebalance={each} most={most} isOwn={each.group === group.id} hasGroup={groups.length > 1} />
        ))}
      </ul>
      {earlier.length === 0 ? null : (
        <>
          <h3 className="small ink-2">{t('group.earlier')}</h3>
          <ul className="stops">
            {earlier.slice(0, 3).map((each) => (
              <Stop key={each.id} rebalance={each} most={most} isOwn hasGroup={false} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

interface StopProps {
  readonly rebalance: RebalanceRow;
  readonly most: number;
  readonly isOwn: boolean;
  readonly hasGroup: boolean;
}

function Stop({ rebalance, most, isOwn, hasGroup }: StopProps): ReactElement {
  const words = useWords();
  const { t } = words;
  const { group, way, stoppedMicros, stoppedCount, movedCount, partitionCount, endMicros } = rebalance;
  return (
    <li className={isOwn ? 'name' : ''}>
      <p className="small">{hasGroup ? t('group.stop-group', { group, way: t(`group.way-${way}`) }) : triggerWords(rebalance, words)}</p>
      <p className="stop-line">
        <i className={endMicros < 0 ? 'is-open' : ''} style={{ width: `${((stoppedMicros / most) * 62).toFixed(1)}%` }} />
        <span className="code small">{printPartitionSeconds(stoppedMicros)}</span>
        {endMicros < 0 ? <span className="tick ink-2">{t('group.so-far')}</span> : null}
      </p>
      <p className="tick ink-2">
        {hasGroup ? `${triggerWords(rebalance, words)}${t('list.comma')}` : ''}
        {t('group.stop-counts', { stopped: stoppedCount, total: partitionCount, moved: movedCount })}
      </p>
    </li>
  );
}

/** What the end of each reader would come to now. */
function Crash(): ReactElement | null {
  const { t } = useWords();
  const rows = useRows('group.lags').filter((row) => row.owner !== '' && (row.againFrom >= 0 || row.skippedFrom >= 0));
  if (rows.length === 0) return null;
  return (
    <>
      <h2>{t('group.crash')}</h2>
      <ul className="crashes small">
        {rows.slice(0, 4).map((row) => (
          <li key={row.id}>
            <span className="name">{row.owner}</span> <span className="code">{row.id}</span>{' '}
            <span className={row.skippedFrom >= 0 ? 'of-loss' : ''}>{crashWords(row, t)}</span>
          </li>
        ))}
      </ul>
      {rows.length > 4 ? <p className="tick ink-2">{t('group.more-partitions', { count: rows.length - 4 })}</p> : null}
    </>
  );
}

function crashWords(row: LagRow, t: ReturnType<typeof useWords>['t']): string {
  return row.skippedFrom >= 0
    ? t('group.crash-skipped', { from: row.skippedFrom, to: row.skippedTo })
    : t('group.crash-again', { from: row.againFrom, to: row.againTo, count: row.againTo - row.againFrom + 1 });
}

/** Which broker coordinates, as arithmetic on the group's name. */
function Place({ group }: { readonly group: GroupRow }): ReactElement {
  const { t } = useWords();
  const { id, hash, offsetsPartition, offsetsPartitionCount, coordinator } = group;
  return (
    <>
      <h2>{t('group.place')}</h2>
      {offsetsPartitionCount === 0 ? (
        <p className="small ink-2">{t('group.place-none')}</p>
      ) : (
        <dl className="arithmetic small">
          <div>
            <dt className="code">{`"${id}".hashCode()`}</dt>
            <dd className="code">{hash}</dd>
          </div>
          <div>
            <dt className="code">abs</dt>
            <dd className="code">{Math.abs(hash)}</dd>
          </div>
          <div>
            <dt className="code">{`mod ${String(offsetsPartitionCount)}`}</dt>
            <dd className="code name">{offsetsPartition}</dd>
          </div>
          <div>
            <dt>{t('group.place-leader', { partition: offsetsPartition })}</dt>
            <dd className="name">{coordinator < 0 ? t('group.place-nobody') : t('object.broker', { broker: coordinator })}</dd>
          </div>
        </dl>
      )}
    </>
  );
}
