import type { FetchRequest, FetchResponse } from '../kafka/apis/Fetch/messages.ts';
import type { FetchMetadataResponse } from '../kafka/apis/FetchMetadata/messages.ts';
import type { Envelope } from '../kernel/process.ts';

/** Clients have node ids from here on. */
const firstClientNode = 1000;

/** What ticks all the time, whatever happens. */
const heartbeats: ReadonlySet<string> = new Set(['BrokerHeartbeat', 'Heartbeat', 'ConsumerGroupHeartbeat']);

/**
 * How much a message is worth seeing: 0 for what ticks all the time and says nothing (heartbeats, fetches that find nothing), 1 for the
 * rest.
 * The pace slows down for it, and a step from message to message stops there.
 */
export function interestOf({ message, from, to }: Envelope): 0 | 1 {
  if (heartbeats.has(message.api)) return 0;
  if (message.api === 'Metadata') return from > firstClientNode || to > firstClientNode ? 1 : 0;
  if (message.api !== 'Fetch') return 1;
  if (message.kind === 'request')
    return from < firstClientNode && 'topics' in message.body && (message.body as FetchRequest).topics.length > 0 ? 1 : 0;
  if ('records' in message.body) return (message.body as FetchMetadataResponse).records.length > 0 ? 1 : 0;
  for (const topic of (message.body as FetchResponse).responses) {
    for (const partition of topic.partitions)
      if (partition.records.length > 0 || partition.errorCode !== 0 || partition.divergingEpoch !== null) return 1;
  }
  return 0;
}
