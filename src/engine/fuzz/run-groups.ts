import type { OffsetKey } from '../kafka/coordinator/offsets/offset-table.ts';
import { offsetOf } from '../kafka/coordinator/offsets/offset-table.ts';
import type { CoordinatorImage } from '../kafka/coordinator/runtime/coordinator-image.ts';
import { coordinatorsOf, groupsOf } from '../kafka/group-reader.ts';
import type { GroupFacts } from '../kafka/group-reader.ts';
import { ClusterWorld } from '../session/cluster-world.ts';
import { isLedByReturnedStaticLeader, wasRefusedForGood } from './group-gaps.ts';
import type { GroupSchedule } from './group-schedule.ts';

/** How often the groups are looked at. */
const lookMicros = 100_000;

/** What came of a group schedule: everything that Kafka promises and that did not hold. */
export interface GroupRunResult {
  readonly world: ClusterWorld;
  readonly problems: readonly string[];
  readonly refusedCount: number;
  readonly generationCount: number;
}

/** A committed offset and where its record lies. */
interface Known extends OffsetKey {
  readonly offsetsPartition: number;
  readonly offset: number;
  readonly recordOffset: number;
  readonly leaderEpoch: number;
}

/** Runs a schedule and looks at its groups all the time. */
export function runGroups(schedule: GroupSchedule): GroupRunResult {
  const world = new ClusterWorld(schedule.scenario);
  const watch = new GroupWatch(world);
  const { kernel } = world;
  const runUntil = (micros: number): void => {
    for (let next = kernel.nowMicros; next < micros;) {
      next = Math.min(micros, next + lookMicros);
      while (kernel.nextStepMicros() <= next) kernel.step();
      kernel.idleUntil(next);
      watch.look();
    }
  };
  let refusedCount = 0;
  for (const { at, command } of schedule.scenario.commands) {
    runUntil(at.micros);
    if (world.refusal(command) === null) world.apply(command);
    else refusedCount++;
  }
  runUntil(schedule.endMicros);
  return { world, problems: [...watch.problems, ...endProblems(world, schedule)], refusedCount, generationCount: watch.generations.size };
}

/** Remembers who owned what in which generation, and what was committed. */
class GroupWatch {
  readonly problems = new Set<string>();
  readonly generations = new Set<string>();
  private readonly world: ClusterWorld;
  private readonly owners = new Map<string, string>();
  private readonly committed = new Map<string, Known>();

  constructor(world: ClusterWorld) {
    this.world = world;
  }

  look(): void {
    for (const group of groupsOf(this.world.cluster)) this.lookAtGroup(group);
    this.lookAtClients();
    this.lookAtOffsets();
  }

  private lookAtGroup({ groupId, type, state, generationId, members }: GroupFacts): void {
    this.generations.add(`${groupId}/${String(generationId)}`);
    if (type === 'classic' && state !== 'Stable') return;
    const owners = new Map<string, string>();
    for (const { memberId, assignment } of members) {
      for (const partition of assignment) {
        const other = owners.get(partition);
        if (other !== undefined) this.problems.add(`${groupId}: ${partition} belongs to ${other} and ${memberId} at once`);
        owners.set(partition, memberId);
      }
    }
  }

  /** What members of classic groups believe in each generation; a member that hangs believes in an old one. */
  private lookAtClients(): void {
    const { cluster } = this.world;
    for (const { name, kind } of cluster.clients.all()) {
      const consumer = kind === 'consumer' ? (cluster.consumer(name)?.consumer ?? null) : null;
      if (consumer === null || !consumer.hasGroup || consumer.settings.groupProtocol === 'consumer') continue;
      const { member } = consumer.coordinator;
      const { generationId, memberId } = member.generation;
      if (member.state !== 'STABLE' || generationId < 0) continue;
      for (const partition of consumer.subscriptions.assignedPartitions()) {
        const key = `${consumer.settings.groupId ?? ''}/${String(generationId)}/${partition}`;
        const other = this.owners.get(key);
        // A static member that comes back has another id, and what it had.
        const owner = consumer.settings.groupInstanceId ?? memberId;
        if (other !== undefined && other !== owner) this.problems.add(`${key} is owned by ${other} and ${owner}`);
        this.owners.set(key, owner);
      }
    }
  }

  /**
   * What was committed is in the records of every later coordinator. Right after a failover it need not be committed there: the new
   * leader's high watermark lags until its followers have fetched.
   */
  private lookAtOffsets(): void {
    const { cluster } = this.world;
    for (const { broker, partition, leaderEpoch, phase } of coordinatorsOf(cluster)) {
      const shard = cluster.broker(broker)?.groups.slots.get(partition)?.shard;
      if (phase !== 'active' || shard === undefined) continue;
      for (const [key, known] of this.committed) {
        if (known.offsetsPartition !== partition || leaderEpoch < known.leaderEpoch) continue;
        const now = offsetOf(shard.state.image.offsets, known);
        if (now !== undefined && now.recordOffset >= known.recordOffset) continue;
        this.problems.add(`${key}: offset ${String(known.offset)} was committed, now it is ${String(now?.committedOffset ?? 'gone')}`);
      }
      this.remember(shard.committedImage, partition, leaderEpoch);
    }
  }

  private remember(image: CoordinatorImage, offsetsPartition: number, leaderEpoch: number): void {
    for (const [group, byTopic] of image.offsets.entries()) {
      for (const [topic, byPartition] of byTopic.entries()) {
        for (const [partition, { committedOffset: offset, recordOffset }] of byPartition.entries()) {
          const key = `${group}/${topic}-${String(partition)}`;
          const known = this.committed.get(key);
          if (known !== undefined && (leaderEpoch < known.leaderEpoch || recordOffset <= known.recordOffset)) continue;
          this.committed.set(key, { group, topic, partition, offset, recordOffset, leaderEpoch, offsetsPartition });
        }
      }
    }
  }
}

/** What must hold when everything has been mended for a while. */
function endProblems(world: ClusterWorld, { membersAtEnd }: GroupSchedule): readonly string[] {
  const { cluster } = world;
  const partitionCount = cluster.activeController.image.topicByName('orders')?.partitions.length ?? 0;
  const groups = new Map(groupsOf(cluster).map((group) => [group.groupId, group]));
  const problems: string[] = [];
  for (const [groupId, names] of membersAtEnd) {
    const running = names.filter((name) => isRunning(world, name));
    const group = groups.get(groupId);
    if (running.length === 0) continue;
    if (group === undefined) {
      problems.push(`${groupId} is not there, but ${running.join(', ')} run`);
      continue;
    }
    if (group.state !== 'Stable') problems.push(`${groupId} is ${group.state}`);
    const clients = group.members.map(({ clientId }) => clientId).sort();
    if (clients.join() !== [...running].sort().join()) problems.push(`${groupId} has ${clients.join()}, but ${running.join()} run`);
    const owned = new Set(group.members.flatMap(({ assignment }) => assignment));
    const isWatched = !isLedByReturnedStaticLeader(world, group);
    if (owned.size !== partitionCount && isWatched)
      problems.push(`${groupId} reads ${String(owned.size)} of ${String(partitionCount)} partitions`);
  }
  return problems;
}

function isRunning({ cluster, kernel }: ClusterWorld, name: string): boolean {
  const entry = cluster.clients.get(name);
  const process = cluster.consumer(name);
  if (process === null || process.consumer === null || wasRefusedForGood(process)) return false;
  return entry !== null && kernel.node(entry.node).isProcessUp;
}
