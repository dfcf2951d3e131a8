import type { Command } from '../../contract/command.ts';
import type { ConsumerSpec, Scenario } from '../../contract/scenario.ts';
import { Random } from '../kernel/random.ts';
import { oneOf } from './one-of.ts';

type TimedCommand = { readonly atMillis: number; readonly command: Command };

/** A random cluster with groups whose members come, go, hang and crash, and whose coordinators fail. */
export interface GroupSchedule {
  readonly seed: number;
  readonly scenario: Scenario;
  /** Until here things break; then everything is mended. */
  readonly healMicros: number;
  /** By then every group must be stable. */
  readonly endMicros: number;
  /** The consumers that run at the end, by group. */
  readonly membersAtEnd: ReadonlyMap<string, readonly string[]>;
}

const brokers = [1, 2, 3];
const breakingMillis = 40_000;
const healingMillis = 60_000;
const maxPollIntervalMillis = 10_000;
const sessionTimeoutMillis = 6000;
const fault = (name: string, params: Readonly<Record<string, number>>): Command => ({ kind: 'fault', fault: name, params });

interface Member {
  readonly group: string;
  readonly name: string;
}

/** What a schedule is made of while it is drawn. */
interface Draft {
  readonly random: Random;
  readonly groups: readonly string[];
  readonly settings: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly members: readonly Member[];
  readonly partitions: number;
  readonly timed: TimedCommand[];
  readonly gone: Set<string>;
  readonly added: Member[];
}

/** Consumers come behind the one producer. */
const firstConsumerNode = 1002;

/** The schedule of a seed: the same on every machine. */
export function groupScheduleOf(seed: number): GroupSchedule {
  const random = Random.forLabel(seed, 'group-schedule');
  const partitions = random.between(1, 6);
  const groups = Array.from({ length: random.between(1, 2) }, (_, i) => `group-${String(i)}`);
  const settings = new Map(groups.map((group) => [group, groupConfigs(random, group)]));
  const members = groups.flatMap((group) => {
    return Array.from({ length: random.between(1, 3) }, (_, i) => ({ group, name: `${group}-c${String(i)}` }));
  });
  const draft: Draft = { random, groups, settings, members, partitions, timed: [], gone: new Set(), added: [] };
  const consumers = members.map((member) => newConsumer(draft, member, random.between(0, 4000)));
  const count = random.between(3, 12);
  for (let i = 0; i < count; i++) disturb(draft, i);
  const staying = [...members.filter(({ name }) => !draft.gone.has(name)), ...draft.added];
  const cluster = {
    brokers: brokers.map((id) => ({ id })),
    configs: clusterConfigs(random),
    topics: [{ name: 'orders', partitions, replicationFactor: 3 }],
    producers: [{ name: 'checkout', workload: { topic: 'orders', recordsPerSecond: random.between(2, 15), keys: ['a', 'b', 'c', 'd'] } }],
    consumers,
  };
  const commands = commandsOf(draft).map(({ atMillis, command }) => ({ at: { micros: atMillis * 1000, steps: -1 }, command }));
  return {
    seed,
    scenario: { format: 1, title: `random groups, seed ${String(seed)}`, seed, epochMillis: 1_700_000_000_000, cluster, commands },
    healMicros: breakingMillis * 1000,
    endMicros: (breakingMillis + healingMillis) * 1000,
    membersAtEnd: new Map(groups.map((group) => [group, staying.filter((member) => member.group === group).map(({ name }) => name)])),
  };
}

/** One thing that happens to members, brokers or the topic. */
function disturb(draft: Draft, index: number): void {
  const { random, groups, members, partitions, timed, gone, added } = draft;
  const atMillis = random.between(3000, breakingMillis);
  const member = random.below(members.length);
  const node = firstConsumerNode + member;
  switch (random.below(9)) {
    case 0:
    case 1:
      return downAndUp(draft, atMillis, { down: 'kill', up: 'restart', node: oneOf(random, brokers) });
    case 2:
      return downAndUp(draft, atMillis, { down: 'stop', up: 'restart', node: oneOf(random, brokers) });
    case 3:
      return downAndUp(draft, atMillis, { down: 'pause', up: 'resume', node: random.chance(1, 2) ? node : oneOf(random, brokers) });
    case 4:
      return downAndUp(draft, atMillis, { down: 'kill', up: 'restart', node });
    case 5: {
      const client = members[member]?.name ?? '';
      gone.add(client);
      timed.push({ atMillis, command: { kind: 'remove-client', client } });
      return;
    }
    case 6: {
      const group = oneOf(random, groups);
      const late = { group, name: `${group}-late${String(index)}` };
      added.push(late);
      timed.push({ atMillis, command: { kind: 'add-consumer', consumer: newConsumer(draft, late, 0) } });
      return;
    }
    case 7: {
      const params = { from: oneOf(random, brokers), to: random.chance(1, 2) ? node : oneOf(random, brokers) };
      if (params.from !== params.to) timed.push({ atMillis, command: fault('cut', params) });
      return;
    }
    default: {
      const total = partitions + random.between(1, 3);
      timed.push({ atMillis, command: { kind: 'add-partitions', topic: 'orders', total, assignment: null } });
    }
  }
}

function newConsumer({ random, settings }: Draft, { group, name }: Member, startMillis: number): ConsumerSpec {
  const instance = random.chance(1, 6) ? { 'group.instance.id': name } : {};
  const processingMicrosPerRecord = random.chance(1, 5) ? random.between(1, 200) * 1000 : 0;
  const configs = { ...settings.get(group), ...instance, ...pollBound(processingMicrosPerRecord) };
  return { name, subscribe: ['orders'], configs, processingMicrosPerRecord, startMillis };
}

/**
 * A slow program asks for so few records that it polls within max.poll.interval.ms: one that does not is out of its group by rule. And
 * within session.timeout.ms: while a JoinGroup is on its way the heartbeat's thread rests and does not read its answer either, so that a
 * member that works on records of a cooperative rebalance for longer is out, too. Source: AbstractCoordinator.HeartbeatThread.run.
 */
function pollBound(processingMicrosPerRecord: number): Readonly<Record<string, string>> {
  if (processingMicrosPerRecord === 0) return {};
  return { 'max.poll.records': String(Math.max(1, Math.floor(((sessionTimeoutMillis - 2000) * 1000) / processingMicrosPerRecord))) };
}

/** What breaks, in order, and then everything mended. A program that was taken away is not started again. */
function commandsOf({ members, gone, timed }: Draft): readonly TimedCommand[] {
  const nodeOf = (i: number): number => firstConsumerNode + i;
  const goneNodes = members.flatMap(({ name }, i) => (gone.has(name) ? [nodeOf(i)] : []));
  const revives = (command: Command): boolean =>
    command.kind === 'fault' && command.fault === 'restart' && goneNodes.includes(Number(command.params['node']));
  const nodes = [...brokers, ...members.map((_, i) => nodeOf(i)).filter((node) => !goneNodes.includes(node))];
  const breaking = timed.filter(({ atMillis, command }) => atMillis < breakingMillis && !revives(command));
  const mended = [
    fault('heal-all', {}),
    ...nodes.map((node) => fault('resume', { node })),
    ...nodes.map((node) => fault('restart', { node })),
  ];
  return [...breaking.sort((a, b) => a.atMillis - b.atMillis), ...mended.map((command) => ({ atMillis: breakingMillis, command }))];
}

function clusterConfigs(random: Random): Readonly<Record<string, string>> {
  return {
    'offsets.topic.num.partitions': String(random.between(1, 3)),
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '500',
    'replica.lag.time.max.ms': '4000',
    'group.initial.rebalance.delay.ms': oneOf(random, ['0', '1000', '3000']),
    'group.consumer.session.timeout.ms': String(sessionTimeoutMillis),
    'group.consumer.heartbeat.interval.ms': '1000',
  };
}

function groupConfigs(random: Random, group: string): Readonly<Record<string, string>> {
  const common = {
    'group.id': group,
    'auto.offset.reset': 'earliest',
    'auto.commit.interval.ms': '1000',
    'max.poll.interval.ms': String(maxPollIntervalMillis),
    // New partitions are noticed with new metadata.
    'metadata.max.age.ms': '5000',
  };
  if (random.chance(1, 3)) return { ...common, 'group.protocol': 'consumer' };
  const assignor = oneOf(random, ['RangeAssignor', 'RoundRobinAssignor', 'StickyAssignor', 'CooperativeStickyAssignor']);
  const partitionAssignor = `org.apache.kafka.clients.consumer.${assignor}`;
  return {
    ...common,
    'session.timeout.ms': String(sessionTimeoutMillis),
    'heartbeat.interval.ms': '1000',
    'partition.assignment.strategy': partitionAssignor,
  };
}

function downAndUp(
  { random, timed }: Draft,
  atMillis: number,
  { down, up, node }: { readonly down: string; readonly up: string; readonly node: number },
): void {
  timed.push({ atMillis, command: fault(down, { node }) });
  if (random.chance(1, 5)) return;
  timed.push({ atMillis: atMillis + random.between(100, 12_000), command: fault(up, { node }) });
}
