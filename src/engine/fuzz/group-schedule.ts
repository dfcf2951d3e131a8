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
const fault = (name: string, params: Readonly<Record<string, number>>): Command => ({ kind: 'fault', fault: name, params });

/** The schedule of a seed: the same on every machine. */
export function groupScheduleOf(seed: number): GroupSchedule {
  const random = Random.forLabel(seed, 'group-schedule');
  const partitions = random.between(1, 6);
  const groups = Array.from({ length: random.between(1, 2) }, (_, i) => `group-${String(i)}`);
  const settings = new Map(groups.map((group) => [group, groupConfigs(random, group)]));
  const newConsumer = (group: string, name: string, startMillis: number): ConsumerSpec => {
    const instance = random.chance(1, 6) ? { 'group.instance.id': name } : {};
    const processingMicrosPerRecord = random.chance(1, 5) ? random.between(1, 200) * 1000 : 0;
    return { name, subscribe: ['orders'], configs: { ...settings.get(group), ...instance }, processingMicrosPerRecord, startMillis };
  };
  const members = groups.flatMap((group) => Array.from({ length: random.between(1, 3) }, (_, i) => ({ group, name: `${group}-c${String(i)}` })));
  const consumers = members.map(({ group, name }) => newConsumer(group, name, random.between(0, 4000)));
  const timed: TimedCommand[] = [];
  const gone = new Set<string>();
  const added: { group: string; name: string }[] = [];
  const count = random.between(3, 12);
  for (let i = 0; i < count; i++) {
    const atMillis = random.between(3000, breakingMillis);
    const member = random.below(members.length);
    const node = 1002 + member;
    switch (random.below(9)) {
      case 0:
      case 1:
        timed.push(...downAndUp(random, atMillis, 'kill', 'restart', oneOf(random, brokers)));
        break;
      case 2:
        timed.push(...downAndUp(random, atMillis, 'stop', 'restart', oneOf(random, brokers)));
        break;
      case 3:
        timed.push(...downAndUp(random, atMillis, 'pause', 'resume', random.chance(1, 2) ? node : oneOf(random, brokers)));
        break;
      case 4:
        timed.push(...downAndUp(random, atMillis, 'kill', 'restart', node));
        break;
      case 5: {
        const name = members[member]?.name ?? '';
        gone.add(name);
        timed.push({ atMillis, command: { kind: 'remove-client', client: name } });
        break;
      }
      case 6: {
        const group = oneOf(random, groups);
        const name = `${group}-late${String(i)}`;
        added.push({ group, name });
        timed.push({ atMillis, command: { kind: 'add-consumer', consumer: newConsumer(group, name, 0) } });
        break;
      }
      case 7: {
        const params = { from: oneOf(random, brokers), to: random.chance(1, 2) ? node : oneOf(random, brokers) };
        if (params.from !== params.to) timed.push({ atMillis, command: fault('cut', params) });
        break;
      }
      default:
        timed.push({
          atMillis,
          command: { kind: 'add-partitions', topic: 'orders', total: partitions + random.between(1, 3), assignment: null },
        });
    }
  }
  const goneNodes = members.flatMap(({ name }, i) => (gone.has(name) ? [1002 + i] : []));
  const nodes = [...brokers, ...members.map((_, i) => 1002 + i).filter((node) => !goneNodes.includes(node))];
  const mended = [fault('heal-all', {}), ...nodes.map((node) => fault('resume', { node })), ...nodes.map((node) => fault('restart', { node }))];
  const breaking = timed
    .filter(({ atMillis, command }) => atMillis < breakingMillis && !revives(command, goneNodes))
    .sort((a, b) => a.atMillis - b.atMillis);
  const staying = [...members.filter(({ name }) => !gone.has(name)), ...added];
  return {
    seed,
    scenario: {
      format: 1,
      title: `random groups, seed ${String(seed)}`,
      seed,
      epochMillis: 1_700_000_000_000,
      cluster: {
        brokers: brokers.map((id) => ({ id })),
        configs: {
          'offsets.topic.num.partitions': String(random.between(1, 3)),
          'broker.session.timeout.ms': '3000',
          'broker.heartbeat.interval.ms': '500',
          'replica.lag.time.max.ms': '4000',
          'group.initial.rebalance.delay.ms': oneOf(random, ['0', '1000', '3000']),
          'group.consumer.session.timeout.ms': '6000',
          'group.consumer.min.session.timeout.ms': '6000',
          'group.consumer.heartbeat.interval.ms': '1000',
          'group.consumer.min.heartbeat.interval.ms': '1000',
        },
        topics: [{ name: 'orders', partitions, replicationFactor: 3 }],
        producers: [{ name: 'checkout', workload: { topic: 'orders', recordsPerSecond: random.between(2, 15), keys: ['a', 'b', 'c', 'd'] } }],
        consumers,
      },
      commands: [...breaking, ...mended.map((command) => ({ atMillis: breakingMillis, command }))].map(({ atMillis, command }) => ({
        at: { micros: atMillis * 1000, steps: -1 },
        command,
      })),
    },
    healMicros: breakingMillis * 1000,
    endMicros: (breakingMillis + healingMillis) * 1000,
    membersAtEnd: new Map(groups.map((group) => [group, staying.filter((member) => member.group === group).map(({ name }) => name)])),
  };
}

/** A program that was taken away is not started again. */
function revives(command: Command, goneNodes: readonly number[]): boolean {
  return command.kind === 'fault' && command.fault === 'restart' && goneNodes.includes(Number(command.params['node']));
}

function groupConfigs(random: Random, group: string): Readonly<Record<string, string>> {
  const common = { 'group.id': group, 'auto.offset.reset': 'earliest', 'auto.commit.interval.ms': '1000', 'max.poll.interval.ms': '10000' };
  if (random.chance(1, 3)) return { ...common, 'group.protocol': 'consumer' };
  const assignor = oneOf(random, ['RangeAssignor', 'RoundRobinAssignor', 'StickyAssignor', 'CooperativeStickyAssignor']);
  const partitionAssignor = `org.apache.kafka.clients.consumer.${assignor}`;
  return { ...common, 'session.timeout.ms': '6000', 'heartbeat.interval.ms': '1000', 'partition.assignment.strategy': partitionAssignor };
}

function downAndUp(random: Random, atMillis: number, down: string, up: string, node: number): readonly TimedCommand[] {
  const start = { atMillis, command: fault(down, { node }) };
  if (random.chance(1, 5)) return [start];
  return [start, { atMillis: atMillis + random.between(100, 12_000), command: fault(up, { node }) }];
}
