import type { LessonResult } from '../../contract/lesson.ts';
import { groupsOf } from '../kafka/group-reader.ts';
import { applicationFates } from '../kafka/ledger/application-fates.ts';
import type { Ledger } from '../kafka/ledger/ledger.ts';
import type { ClusterReader } from '../kafka/reader.ts';

/** Ground truth by the names that lessons use; of one partition, or of all. Null: no such field. */
export function ledgerField(reader: ClusterReader, partition: string | null, field: string): LessonResult {
  const { ledger } = reader.cluster;
  if (field === 'lostUnacked') return lostUnacked(reader, partition);
  const totals = partition === null ? ledger.totals : ledger.partition(partition)?.totals;
  if (totals === undefined) return 0;
  switch (field) {
    case 'sent':
      return totals.sent;
    case 'acked':
      return totals.acknowledged;
    case 'failed':
      return totals.failed;
    case 'unconfirmed':
      return totals.unconfirmed;
    case 'lostAcked':
      return totals.lost;
    case 'dupAppended':
      return totals.duplicated;
    case 'delivered':
      return totals.delivered;
    case 'dupDelivered':
      return totals.deliveredAgain;
    case 'failedButWritten':
      return totals.failedButWritten;
    default:
      return null;
  }
}

/** Records of which nobody was told anything (acks=0) and that are in no current leader's log. */
function lostUnacked({ cluster }: ClusterReader, partition: string | null): number {
  let lost = 0;
  for (const ledger of cluster.ledger.allPartitions) {
    if (partition !== null && ledger.topicPartition !== partition) continue;
    for (const { outcome, appendOffsets, isStranded, count } of ledger.entries())
      if (outcome === 'unconfirmed' && (appendOffsets.length === 0 || isStranded)) lost += count;
  }
  return lost;
}

/** How long a producer's records waited for their callback, on average, in whole milliseconds; 0 while none came back. */
export function meanWaitMillis(ledger: Ledger, producer: number): number {
  let waited = 0;
  let count = 0;
  for (const partition of ledger.allPartitions) {
    for (const entry of partition.entries()) {
      if (entry.producer !== producer || (entry.outcome !== 'acknowledged' && entry.outcome !== 'unconfirmed')) continue;
      waited += (entry.outcomeMicros - entry.sentMicros) * entry.count;
      count += entry.count;
    }
  }
  return count === 0 ? 0 : Math.round(waited / count / 1000);
}

/** What an application made of the records, by its groups' commits; null while no consumer is of that application. */
export function applicationField({ cluster }: ClusterReader, application: string, field: string): LessonResult {
  const groupIds = [...cluster.clients.all()].flatMap(({ name }) => {
    const program = cluster.consumer(name)?.program;
    return program?.options.application === application ? [program.configs['group.id'] ?? ''] : [];
  });
  if (groupIds.length === 0) return null;
  const committed = groupsOf(cluster).flatMap((group) => (groupIds.includes(group.groupId) ? group.committed : []));
  const fates = applicationFates(cluster.ledger, application, new Map(committed.map(({ partition, offset }) => [partition, offset])));
  if (field === 'processed') return fates.processed;
  return field === 'again' ? fates.processedAgain : fates.skipped;
}
