/** The offsets in sentences, for people who listen. */
import { useWords } from '../../app/words.ts';
import { fateCounts } from './fates.ts';
import { useRows } from './tables.ts';

/** The five offsets of each partition, in the order of the log, and what a crash would come to now. */
export function useDescription(): string {
  const { t } = useWords();
  const rows = useRows('offsets.partitions');
  if (rows.length === 0) return t('group.none');
  const sentences = rows.map((row) => {
    const { again, skipped } = fateCounts(row);
    const offsets = t('offsets.spoken', {
      partition: row.id,
      start: row.logStartOffset,
      committed: row.committedOffset < 0 ? '–' : row.committedOffset,
      position: row.position < 0 ? '–' : row.position,
      watermark: row.highWatermark,
      end: row.logEndOffset,
    });
    const risks = [
      again > 0 ? t('offsets.risk-again', { count: again }) : '',
      skipped > 0 ? t('offsets.risk-skipped', { count: skipped }) : '',
      row.owner === '' ? t('offsets.no-reader') : '',
    ];
    return [offsets, ...risks.filter((risk) => risk !== '')].join(t('list.comma'));
  });
  return sentences.join('. ');
}
