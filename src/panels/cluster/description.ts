/** The scene in sentences, for people who listen. */
import { useWords } from '../../app/words.ts';
import { brokerName, consumerName, partitionName, producerName } from './names.ts';
import { useRows } from './tables.ts';

/** A state summary whose sentences stand in any order: machines, partitions, clients, what is under way. */
export function useDescription(): string {
  const words = useWords();
  const parts = [
    ...useRows('brokers').map((broker) => brokerName(broker, words)),
    ...useRows('partitions').map((partition) => partitionName(partition, words)),
    ...useRows('producers').map((producer) => producerName(producer, words)),
    ...useRows('consumers').map((consumer) => consumerName(consumer, words)),
    words.t('describe.under-way', { count: useRows('messages').length }),
    // One request waits with all its partitions.
    words.t('describe.waiting', { count: new Set(useRows('waiting').map(({ id }) => id.split(' ')[0])).size }),
  ];
  return parts.join('. ');
}
