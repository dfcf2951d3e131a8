/** The producer in sentences, for people who listen. */
import { useWords } from '../../app/words.ts';
import { useRows } from './tables.ts';

/** What has left, what waits, and how much memory is free. */
export function useDescription(): string {
  const { t } = useWords();
  const [facts] = useRows('producer.facts');
  if (facts === undefined) return t('producer.none');
  const { id, acks, batchCount, recordCount, queuedCount, memoryAvailableBytes, memoryTotalBytes, lastException, lastMessage } = facts;
  const memory = { available: memoryAvailableBytes, total: memoryTotalBytes };
  const state = t('describe.producer', { name: id, acks, batches: batchCount, records: recordCount, queued: queuedCount, ...memory });
  return lastException === '' ? state : `${state}. ${lastException}: ${lastMessage}`;
}
