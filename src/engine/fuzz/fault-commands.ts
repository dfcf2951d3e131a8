import type { Command } from '../../contract/command.ts';
import type { Scenario } from '../../contract/scenario.ts';
import type { Random } from '../kernel/random.ts';
import { oneOf } from './one-of.ts';
import type { ScheduleShape } from './schedule.ts';

type TimedCommand = Scenario['commands'][number];

/** A kind of fault, how often it is chosen, and what it does: commands with their delays. */
interface FaultKind {
  readonly weight: number;
  make(shape: ScheduleShape): readonly { readonly afterMillis: number; readonly command: Command }[];
}

const controller = 101;
const fault = (name: string, params: Readonly<Record<string, number>>): Command => ({ kind: 'fault', fault: name, params });
const now = (command: Command) => [{ afterMillis: 0, command }];
const aBroker = ({ random, brokers }: ScheduleShape): number => oneOf(random, brokers);
const aWhile = (random: Random): number => (random.chance(1, 2) ? random.between(50, 1500) : random.between(1000, 12_000));

/** Something that is undone after a while, or only at the end. */
function undone(
  shape: ScheduleShape,
  done: Command,
  undo: Command,
): readonly { readonly afterMillis: number; readonly command: Command }[] {
  const { random } = shape;
  return random.chance(1, 8) ? now(done) : [...now(done), { afterMillis: aWhile(random), command: undo }];
}

function downAndUp(shape: ScheduleShape, how: string): ReturnType<FaultKind['make']> {
  const node = aBroker(shape);
  return undone(shape, fault(how, { node }), fault('restart', { node }));
}

/** Two different nodes; a controller or a client may be one of them. */
function ends({ random, brokers, producers }: ScheduleShape): { readonly from: number; readonly to: number } {
  const from = oneOf(random, brokers);
  const clients = producers.map((_, i) => 1001 + i);
  const others = [...brokers, controller, controller, ...clients].filter((id) => id !== from);
  const to = oneOf(random, others);
  return random.chance(1, 2) ? { from, to } : { from: to, to: from };
}

function aPartition({ random, topics }: ScheduleShape): { readonly name: string; readonly replicationFactor: number } {
  const topic = oneOf(random, topics);
  return { name: `${topic.name}-${String(random.below(topic.partitions))}`, replicationFactor: topic.replicationFactor };
}

function someBrokers({ random, brokers }: ScheduleShape, count: number): number[] {
  const left = [...brokers];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(random.below(left.length), 1)[0]!);
}

function reassignment(shape: ScheduleShape): ReturnType<FaultKind['make']> {
  const { random } = shape;
  const { name, replicationFactor } = aPartition(shape);
  const count = random.chance(1, 4) ? random.between(1, 4) : replicationFactor;
  const start: Command = { kind: 'reassign', partition: name, replicas: someBrokers(shape, count) };
  if (random.chance(3, 4)) return now(start);
  return [...now(start), { afterMillis: random.between(1, 2000), command: { kind: 'reassign', partition: name, replicas: null } }];
}

function configuration(shape: ScheduleShape): ReturnType<FaultKind['make']> {
  const { random, topics } = shape;
  const topic = oneOf(random, topics);
  const minIsr = String(random.between(1, topic.replicationFactor));
  const ofTopic = (configs: Record<string, string | null>): Command => ({ kind: 'configure-topic', topic: topic.name, configs });
  switch (random.below(4)) {
    case 0:
      return now({ kind: 'configure-broker', broker: null, configs: { 'min.insync.replicas': minIsr } });
    case 1:
      return now(ofTopic({ 'unclean.leader.election.enable': oneOf(random, ['true', 'false', 'false', null]) }));
    default:
      return now(ofTopic({ 'min.insync.replicas': random.chance(1, 5) ? null : minIsr }));
  }
}

const kinds: readonly FaultKind[] = [
  { weight: 6, make: (shape) => downAndUp(shape, 'kill') },
  { weight: 4, make: (shape) => downAndUp(shape, 'stop') },
  { weight: 3, make: (shape) => downAndUp(shape, 'power-loss') },
  {
    weight: 4,
    make(shape) {
      const node = aBroker(shape);
      return undone(shape, fault('pause', { node }), fault('resume', { node }));
    },
  },
  {
    weight: 5,
    make(shape) {
      const params = ends(shape);
      return undone(shape, fault('cut', params), fault('heal', params));
    },
  },
  {
    weight: 4,
    make(shape) {
      const params = ends(shape);
      return undone(shape, fault('cut-one-way', params), fault('heal', params));
    },
  },
  {
    weight: 3,
    make(shape) {
      const params = {
        ...ends(shape),
        extraMillis: shape.random.between(5, 1500),
        lossPercent: shape.random.chance(1, 3) ? shape.random.between(1, 40) : 0,
      };
      return undone(shape, fault('slow-link', params), fault('heal', { from: params.from, to: params.to }));
    },
  },
  { weight: 2, make: (shape) => undone(shape, fault('kill', { node: controller }), fault('restart', { node: controller })) },
  {
    weight: 1,
    make: (shape) => undone(shape, fault('pause', { node: controller }), fault('resume', { node: controller })),
  },
  { weight: 3, make: reassignment },
  {
    weight: 3,
    make: (shape) =>
      now({ kind: 'elect', election: shape.random.chance(1, 8) ? 'unclean' : 'preferred', partition: aPartition(shape).name }),
  },
  { weight: 3, make: configuration },
  {
    weight: 1,
    make(shape) {
      const topic = oneOf(shape.random, shape.topics);
      return now({ kind: 'add-partitions', topic: topic.name, total: topic.partitions + shape.random.between(1, 2), assignment: null });
    },
  },
  {
    weight: 2,
    make({ random, producers }) {
      return now({ kind: 'workload', producer: oneOf(random, producers), recordsPerSecond: random.between(0, 30), recordCount: null });
    },
  },
];

/** Faults at random times, in the order of their times. Some cannot be done when their time comes: those are passed over. */
export function faultCommands(shape: ScheduleShape): TimedCommand[] {
  const { random, untilMillis } = shape;
  const weights = kinds.reduce((sum, { weight }) => sum + weight, 0);
  const timed: { atMillis: number; command: Command }[] = [];
  const count = random.between(2, 14);
  for (let i = 0; i < count; i++) {
    let draw = random.below(weights);
    const kind = kinds.find(({ weight }) => (draw -= weight) < 0)!;
    // Faults come in bursts as well as alone: what overlaps is what breaks things.
    const atMillis =
      random.chance(1, 3) && timed.length > 0 ? oneOf(random, timed).atMillis + random.between(0, 400) : random.between(500, untilMillis);
    for (const { afterMillis, command } of kind.make(shape)) timed.push({ atMillis: atMillis + afterMillis, command });
  }
  return timed
    .filter(({ atMillis }) => atMillis < untilMillis)
    .sort((a, b) => a.atMillis - b.atMillis)
    .map(({ atMillis, command }) => ({ at: { micros: atMillis * 1000, steps: -1 }, command }));
}
