import { becameLeader } from '../../../engine/kafka/broker/events.ts';
import type { ClusterReader, PartitionFacts } from '../../../engine/kafka/reader.ts';
import type { LinedUpPartitionRow } from '../rows.ts';

/** Offsets by which the window moves when the log end leaves it. */
const windowStep = 4;

/** The partition as the controller's log and its leader have it. */
export function partitionRow(
  reader: ClusterReader,
  facts: PartitionFacts,
  cellCount: number,
  allPartitions: readonly string[],
): LinedUpPartitionRow {
  const { registration, name } = facts;
  const newest = registration.replicas.reduce((end, id) => Math.max(end, reader.log(id, name)?.logEndOffset ?? 0), 0);
  const beyond = newest - cellCount;
  const firstOffset = beyond <= 0 ? 0 : Math.ceil(beyond / windowStep) * windowStep;
  const leader = reader.leader(facts);
  const log = leader?.log ?? newestLog(reader, facts);
  const epochs = log?.leaderEpochCache.epochEntries() ?? [];
  const state = leader?.partitionState;
  const leaders = epochLeaders(reader, name);
  return {
    id: name,
    leader: registration.leader,
    leaderEpoch: registration.leaderEpoch,
    partitionEpoch: registration.partitionEpoch,
    replicas: registration.replicas,
    isr: registration.isr,
    maximalIsr: state?.maximalIsr ?? [],
    elr: registration.elr,
    minIsr: reader.effectiveMinIsr(facts),
    pending:
      state === undefined || state.kind === 'CommittedPartitionState' ? 'none' : state.kind === 'PendingExpandIsr' ? 'expand' : 'shrink',
    pendingIsr:
      state === undefined || state.kind === 'CommittedPartitionState' ? [] : state.sent.isrWithBrokerEpoch.map((member) => member.brokerId),
    epochs: epochs.map((entry) => entry.epoch),
    epochStartOffsets: epochs.map((entry) => entry.startOffset),
    epochLeaders: epochs.map((entry) => leaders.get(entry.epoch) ?? -1),
    firstOffset,
    newestLogEndOffset: newest,
    allPartitions,
  };
}

/** Without a leader, the log that reaches furthest says which epochs there were. */
function newestLog(reader: ClusterReader, { registration, name }: PartitionFacts): ReturnType<ClusterReader['log']> {
  let found: ReturnType<ClusterReader['log']> = null;
  for (const id of registration.replicas) {
    const log = reader.log(id, name);
    if (log !== null && log.logEndOffset > (found?.logEndOffset ?? -1)) found = log;
  }
  return found;
}

/** Who became leader in which epoch, as the trace remembers. */
function epochLeaders(reader: ClusterReader, name: string): ReadonlyMap<number, number> {
  const { trace, eventCount, names } = reader.cluster.kernel;
  const leaders = new Map<number, number>();
  const end = trace.milestoneIndex(eventCount);
  for (const row of trace.milestones.slice(0, end)) {
    if (row.spec !== becameLeader || names.text(row.args['partition'] ?? -1) !== name) continue;
    leaders.set(row.args['leaderEpoch'] ?? -1, row.node);
  }
  return leaders;
}
