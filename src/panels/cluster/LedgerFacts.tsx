import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { FactList } from './FactList.tsx';
import { useRow } from './tables.ts';

/** Ground truth: the fate of every record, which no broker and no client can know. */
export function LedgerFacts(): ReactElement | null {
  const { t } = useWords();
  const cluster = useRow('cluster', 'cluster');
  if (cluster === undefined) return null;
  return (
    <div className="ledger">
      <h2>{t('ledger.title')}</h2>
      <FactList
        facts={[
          { name: t('ledger.sent'), value: cluster.sentCount },
          { name: t('ledger.acked'), value: cluster.ackedCount, isStrong: true },
          { name: t('ledger.not-written'), value: cluster.notWrittenCount },
          {
            name: t('ledger.lost'),
            value: cluster.lostCount === 0 ? 0 : <span className="of-loss">{cluster.lostCount}</span>,
            isStrong: true,
          },
          { name: t('ledger.unknown'), value: cluster.unknownCount },
          { name: t('ledger.duplicated'), value: cluster.duplicatedCount },
        ]}
      />
    </div>
  );
}
