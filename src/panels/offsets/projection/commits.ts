import type { OffsetCommitRequest, OffsetCommitResponse } from '../../../engine/kafka/apis/OffsetCommit/messages.ts';
import type { SetDataRequest } from '../../../engine/kafka/apis/ZooKeeper/messages.ts';
import { errorName } from '../../../engine/kafka/errors.ts';
import { clientsOfGroup, groupRecordsOf } from '../../../engine/kafka/offset-reader.ts';
import type { GroupFacts } from '../../../engine/kafka/group-reader.ts';
import { autoCommitOf } from '../../../engine/kafka/member-reader.ts';
import type { ClusterReader } from '../../../engine/kafka/reader.ts';
import type { CommitOnTheWayRow, CommitRecordRow, CommitterRow } from '../rows.ts';

const keptRecords = 24;

/** The newest records of a group in its partition of `__consumer_offsets`, oldest first. */
export function commitRecordRows(reader: ClusterReader, group: GroupFacts): readonly CommitRecordRow[] {
  const { epochMillis } = reader.cluster.kernel;
  const seen = new Set<string>();
  const rows = groupRecordsOf(reader, group, keptRecords).map((facts): CommitRecordRow => {
    const isNewest = !seen.has(facts.key);
    seen.add(facts.key);
    return {
      id: String(facts.offset),
      offset: facts.offset,
      kind: facts.kind,
      key: facts.key,
      value: facts.value,
      partition: facts.partition ?? '',
      committedOffset: facts.committedOffset,
      isCommitted: facts.isCommitted,
      isNewest,
      micros: (facts.timestamp - epochMillis) * 1000,
    };
  });
  return rows.reverse();
}

/** Commits and their answers that are on the way. */
export function commitsOnTheWay(reader: ClusterReader, groupId: string): readonly CommitOnTheWayRow[] {
  const { cluster } = reader;
  const members = new Set(clientsOfGroup(cluster, groupId).map(({ name }) => name));
  const rows: CommitOnTheWayRow[] = [];
  for (const { envelope, dueMicros, held } of cluster.kernel.inFlight()) {
    const { message, from, to, sentEvent, sentMicros } = envelope;
    if (message.api !== 'OffsetCommit' && message.api !== 'setData') continue;
    const isResponse = message.kind === 'response';
    const member = cluster.clients.ofNode(isResponse ? to : from)?.name;
    if (member === undefined || !members.has(member)) continue;
    rows.push({
      id: String(sentEvent),
      member,
      isResponse,
      ...contentsOf(message.api, isResponse, message.body),
      sentMicros,
      dueMicros: held === 'no' ? dueMicros : envelope.dueMicros,
      state: held === 'no' ? 'flying' : held === 'by-hand' ? 'held' : 'stuck',
    });
  }
  return rows;
}

type Contents = Pick<CommitOnTheWayRow, 'partitions' | 'offsets' | 'error'>;

function contentsOf(api: string, isResponse: boolean, body: object): Contents {
  if (api === 'setData') return isResponse ? written : write(body as SetDataRequest);
  return isResponse ? answered(body as OffsetCommitResponse) : asked(body as OffsetCommitRequest);
}

/** One znode is one partition. */
const written: Contents = { partitions: [''], offsets: [], error: '' };

function write({ path, data }: SetDataRequest): Contents {
  const [partition = '', topic = ''] = path.split('/').reverse();
  return { partitions: [`${topic}-${partition}`], offsets: [Number(data)], error: '' };
}

function asked({ topics }: OffsetCommitRequest): Contents {
  const parts = topics.flatMap(({ name, partitions }) =>
    partitions.map((item) => ({ name: `${name}-${String(item.partitionIndex)}`, item })),
  );
  return { partitions: parts.map(({ name }) => name), offsets: parts.map(({ item }) => item.committedOffset), error: '' };
}

function answered({ topics }: OffsetCommitResponse): Contents {
  const parts = topics.flatMap(({ name, partitions }) =>
    partitions.map((item) => ({ name: `${name}-${String(item.partitionIndex)}`, item })),
  );
  const failed = parts.find(({ item }) => item.errorCode !== 0);
  return { partitions: parts.map(({ name }) => name), offsets: [], error: failed === undefined ? '' : errorName(failed.item.errorCode) };
}

/** The members of a group, and when each commits by itself. */
export function committerRows(reader: ClusterReader, groupId: string): readonly CommitterRow[] {
  const { cluster } = reader;
  const { kernel } = cluster;
  return clientsOfGroup(cluster, groupId).map(({ name, process }) => {
    const node = kernel.node(cluster.clients.get(name)?.node ?? -1);
    const autoCommit = autoCommitOf(process, kernel.nowMicros, node.context?.nowMillis ?? 0);
    return {
      id: name,
      isRunning: node.isProcessUp && !node.isPaused && process.step.kind !== 'ended',
      doing: process.step.kind,
      isAuto: autoCommit !== null,
      isThread: process.nextStoreCommitMicros >= 0,
      autoDueMicros: autoCommit?.dueMicros ?? -1,
      partitions: [...(process.consumer?.subscriptions.assignedPartitions() ?? [])].sort(),
    };
  });
}
