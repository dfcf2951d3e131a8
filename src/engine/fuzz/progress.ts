import { differAt } from '../invariants/record-history.ts';
import { fetchDiverged } from '../kafka/broker/events.ts';
import type { PartitionLog } from '../kafka/log/partition-log.ts';
import type { PartitionFacts } from '../kafka/reader.ts';
import type { ClusterWorld } from '../session/cluster-world.ts';

/**
 * What has not recovered although everything was mended a while ago: brokers fenced, partitions without leader, ISRs that are not full,
 * high watermarks behind, reassignments that hang, producers that wait, logs that differ. Empty when all is well.
 */
export function progressProblems(world: ClusterWorld): readonly string[] {
  const { cluster, reader } = world;
  const problems: string[] = [];
  const { image } = cluster.activeController;
  for (const id of cluster.brokerIds) {
    if (image.broker(id)?.fenced !== false) problems.push(`L2: broker ${String(id)} is fenced`);
    if (cluster.broker(id)?.image.offset !== image.offset) problems.push(`L4: broker ${String(id)} does not have all metadata`);
  }
  for (const facts of reader.partitions()) problems.push(...partitionProblems(world, facts));
  for (const ledger of cluster.ledger.allPartitions) {
    for (const entry of ledger.entries()) {
      if (entry.outcome === 'pending') problems.push(`L5: record ${String(entry.firstId)} of ${ledger.topicPartition} has no outcome`);
    }
  }
  return problems;
}

function partitionProblems(world: ClusterWorld, facts: PartitionFacts): string[] {
  const { reader } = world;
  const { name, registration } = facts;
  const { leader, isr, elr, replicas, isReassigning } = registration;
  const problems: string[] = [];
  // Kafka's own dead end: a change of min.insync.replicas empties the ELR of a partition that has nobody else (TopicDelta.maybeClearElr);
  // only an unclean election helps then.
  const isForgotten = leader < 0 && isr.length + elr.length + registration.lastKnownElr.length === 0;
  // Another: a reassignment leaves brokers in the ELR that are replicas no more; nobody elects them, and as long as they are there the last
  // known leader is not elected either (PartitionChangeBuilder.isValidNewLeader, canElectLastKnownLeader).
  const isStranded = leader < 0 && isr.length === 0 && elr.length > 0 && !elr.some((id) => replicas.includes(id));
  if (isForgotten || isStranded) return problems;
  const leading = reader.leader(facts);
  // No restart mends a bit that has turned over below the recovery point: followers refuse the leader's batch until it is deleted
  // (AbstractFetcherThread.processFetchRequest, CORRUPT_MESSAGE).
  const leadersLog = leading?.log ?? null;
  if (leadersLog !== null && hasDamagedBatch(leadersLog)) return problems;
  if (leader < 0 || leading === null) return [`L2: ${name} has no leader (ISR ${isr.join()}, ELR ${elr.join()})`];
  if (isr.length !== replicas.length) problems.push(`L3: the ISR of ${name} is ${isr.join()} of ${replicas.join()}`);
  // Kafka's own dead end: a second reassignment that adds nobody leaves `adding` as it was, and waits for a replica that it removes
  // (ReplicationControlManager.changePartitionReassignment, PartitionReassignmentReplicas.maybeCompleteReassignment).
  const isDeadEnd = registration.addingReplicas.some((id) => registration.removingReplicas.includes(id));
  if (isReassigning && !isDeadEnd) problems.push(`L7: the reassignment of ${name} is not complete`);
  if (leading.partitionState.kind !== 'CommittedPartitionState') problems.push(`L3: an ISR change of ${name} has no answer`);
  const log = leading.log;
  if (log === null) return problems;
  if (log.highWatermark !== log.logEndOffset)
    problems.push(`L8: the high watermark of ${name} is ${String(log.highWatermark)} of ${String(log.logEndOffset)}`);
  for (const replica of replicas) {
    const own = reader.log(replica, name);
    const isBehind =
      own !== null && own.highWatermark !== log.highWatermark && !wasToldWhileItDiverged(world, name, replica, log.logEndOffset);
    if (own === null || own.logEndOffset !== log.logEndOffset || isBehind) {
      const ends = own === null ? 'nothing' : `high watermark ${String(own.highWatermark)}, end ${String(own.logEndOffset)}`;
      problems.push(
        `L6: broker ${String(replica)} has ${ends} of ${name}, whose leader has ${String(log.highWatermark)}, ${String(log.logEndOffset)}`,
      );
    } else if (differAt(own, log, 0, log.logEndOffset) >= 0) {
      problems.push(`L6: broker ${String(replica)} and the leader of ${name} hold different records`);
    }
  }
  return problems;
}

function hasDamagedBatch({ segments }: PartitionLog): boolean {
  return segments.some(({ batches }) => {
    for (let index = 0; index < batches.count; index++) if (batches.at(index).records.storedCrcProblem !== null) return true;
    return false;
  });
}

/**
 * Kafka's own gap: the answer that tells a follower where it diverges also has the high watermark, which the fetch session then takes for
 * known, while the follower only truncates. It hears of it when the high watermark next moves, which without new records is never
 * (FetchSession.CachedPartition.maybeUpdateResponseData, AbstractFetcherThread.processFetchRequest).
 */
function wasToldWhileItDiverged({ kernel }: ClusterWorld, partition: string, replica: number, logEndOffset: number): boolean {
  const diverged = kernel.trace.milestones.filter(
    ({ spec, node, args }) => spec === fetchDiverged && node === replica && kernel.names.text(args['partition'] ?? 0) === partition,
  );
  return diverged.at(-1)?.args['endOffset'] === logEndOffset;
}
