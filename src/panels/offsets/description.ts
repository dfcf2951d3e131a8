/** The offsets in sentences, for people who listen. */
import { useWords } from '../../app/words.ts';
import { useRows } from './tables.ts';

/** The five offsets of each partition, in the order of the log. */
export function useDescription(): string {
  const { t } = useWords();
  const rows = useRows('offsets.partitions');
  if (rows.length === 0) return t('group.none');
  const sentences = rows.map((row) =>
    t('offsets.spoken', {
      partition: row.id,
      start: row.logStartOffset,
      committed: row.committedOffset < 0 ? '–' : row.committedOffset,
      position: row.position < 0 ? '–' : row.position,
      watermark: row.highWatermark,
      end: row.logEndOffset,
    }),
  );
  return sentences.join('. ');
}
