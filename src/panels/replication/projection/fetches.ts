import type { FetchRequest, FetchResponse } from '../../../engine/kafka/apis/Fetch/messages.ts';
import type { ClusterReader, PartitionFacts } from '../../../engine/kafka/reader.ts';
import type { ReplicaFetchRow } from '../rows.ts';

const shownRecords = 6;

type Contents = Pick<ReplicaFetchRow, 'offset' | 'lastOffset' | 'epoch' | 'highWatermark' | 'keys'>;
const nothing: Contents = { offset: -1, lastOffset: -1, epoch: -1, highWatermark: -1, keys: [] };

/** Fetches between replicas of the partition that are under way. */
export function fetchRows(reader: ClusterReader, facts: PartitionFacts): readonly ReplicaFetchRow[] {
  const { replicas } = facts.registration;
  const rows: ReplicaFetchRow[] = [];
  for (const { envelope, dueMicros, held } of reader.cluster.kernel.inFlight()) {
    const { message } = envelope;
    if (message.api !== 'Fetch' || !replicas.includes(envelope.from) || !replicas.includes(envelope.to)) continue;
    const contents =
      'responses' in message.body
        ? responseContents(message.body as FetchResponse, facts)
        : 'topics' in message.body
          ? requestContents(message.body as FetchRequest, facts)
          : nothing;
    rows.push({
      id: String(envelope.sentEvent),
      from: envelope.from,
      to: envelope.to,
      isResponse: message.kind === 'response',
      ...contents,
      sentMicros: envelope.sentMicros,
      dueMicros: held === 'no' ? dueMicros : envelope.dueMicros,
      state: held === 'no' ? 'flying' : held === 'by-hand' ? 'held' : 'stuck',
    });
  }
  return rows;
}

/** A request of a fetch session names only what changed: then it says nothing of this partition. */
function requestContents({ topics }: FetchRequest, facts: PartitionFacts): Contents {
  const found = topics.find((topic) => topic.topic === facts.topic)?.partitions.find((item) => item.partition === facts.partition);
  return found === undefined ? nothing : { ...nothing, offset: found.fetchOffset, epoch: found.currentLeaderEpoch };
}

function responseContents({ responses }: FetchResponse, facts: PartitionFacts): Contents {
  const found = responses.find((topic) => topic.topic === facts.topic)?.partitions.find((item) => item.partitionIndex === facts.partition);
  if (found === undefined) return nothing;
  const keys: string[] = [];
  for (const batch of found.records)
    for (let i = 0; i < batch.records.count && keys.length < shownRecords; i++) keys.push(batch.records.at(i).key ?? '');
  return {
    offset: found.records[0]?.baseOffset ?? -1,
    lastOffset: found.records.at(-1)?.lastOffset ?? -1,
    epoch: -1,
    highWatermark: found.highWatermark,
    keys,
  };
}
