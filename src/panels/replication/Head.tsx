import type { ReactElement } from 'react';
import { useApp } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import { printList, printSet } from '../../texts/format.ts';
import { useRows } from './tables.ts';

/** Which partition, and what is agreed about it: replicas, ISR, what is pending. */
export function Head(): ReactElement | null {
  const { session } = useApp();
  const { t } = useWords();
  const [partition] = useRows('replication.partition');
  if (partition === undefined) return null;
  return (
    <div className="replication-head">
      <select
        className="partition-choice code"
        aria-label={t('replication.choose')}
        value={partition.id}
        onChange={(event) => {
          session.setState({ focus: event.target.value });
        }}
      >
        {partition.allPartitions.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <span>{t('replication.replicas', { list: printList(partition.replicas) })}</span>
      <strong className={partition.isr.length < partition.minIsr ? 'of-loss' : 'of-insync'}>{`ISR ${printSet(partition.isr)}`}</strong>
      {partition.maximalIsr.length === 0 ? null : (
        <span>{t('replication.maximal-isr', { set: printSet(partition.maximalIsr) })}</span>
      )}
      {partition.pending === 'none' ? (
        <span className="ink-3">{t('replication.nothing-pending')}</span>
      ) : (
        <strong className="pending">{t(`replication.pending-${partition.pending}`, { set: printSet(partition.pendingIsr) })}</strong>
      )}
      {partition.elr.length === 0 ? null : <strong className="of-elr">{`ELR ${printSet(partition.elr)}`}</strong>}
      <span className="ink-2">{`min.insync.replicas ${String(partition.minIsr)}`}</span>
      <span className="ink-2">{t('replication.partition-epoch', { epoch: partition.partitionEpoch })}</span>
    </div>
  );
}
