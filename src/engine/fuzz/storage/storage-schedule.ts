import type { Command } from '../../../contract/command.ts';
import type { Scenario, TopicSpec } from '../../../contract/scenario.ts';
import { Random } from '../../kernel/random.ts';
import { oneOf } from '../one-of.ts';
import { scheduleOf } from '../schedule.ts';
import type { Schedule } from '../schedule.ts';

type TimedCommand = Scenario['commands'][number];

/**
 * The random cluster of a seed with faults of disks among its other faults, and topics whose logs roll, age and are cleaned while somebody
 * looks.
 */
export function storageScheduleOf(seed: number): Schedule {
  const base = scheduleOf(seed);
  const random = Random.forLabel(seed, 'storage-schedule');
  const { cluster, commands } = base.scenario;
  const often = { 'log.retention.check.interval.ms': '1500', 'log.initial.task.delay.ms': '500', 'log.cleaner.backoff.ms': '1000' };
  const checkpoints = { 'log.flush.offset.checkpoint.interval.ms': '4000', 'log.flush.start.offset.checkpoint.interval.ms': '4000' };
  const topics = cluster.topics.map((topic) => ({ ...topic, configs: { ...topic.configs, ...storageConfigs(random) } }));
  const producers = cluster.producers.map((producer) => ({
    ...producer,
    ...(producer.workload === undefined ? {} : { workload: { ...producer.workload, keys: ['a', 'b', 'c', 'd', 'e'] } }),
  }));
  const brokers = cluster.brokers.map(({ id }) => id);
  const broken = diskCommands(random, { brokers, topics, untilMillis: base.healMicros / 1000 });
  const mended = brokers.map((node) => timed(base.healMicros / 1000, { kind: 'fault', fault: 'free-disk', params: { node } }));
  // Sorting is stable: what is mended at one time stays in order, and room comes before the start that needs it.
  const all = [...broken, ...mended, ...commands].sort((a, b) => a.at.micros - b.at.micros);
  const scenario: Scenario = {
    ...base.scenario,
    title: `random faults of disks, seed ${String(seed)}`,
    cluster: { ...cluster, configs: { ...cluster.configs, ...often, ...checkpoints }, topics, producers },
    commands: all,
  };
  return { ...base, scenario };
}

function timed(atMillis: number, command: Command): TimedCommand {
  return { at: { micros: atMillis * 1000, steps: -1 }, command };
}

function storageConfigs(random: Random): Readonly<Record<string, string>> {
  const policy = oneOf(random, ['delete', 'delete', 'compact', 'compact,delete']);
  const configs: Record<string, string> = {
    'cleanup.policy': policy,
    'segment.ms': String(random.between(500, 5000)),
    'min.cleanable.dirty.ratio': '0.01',
    'delete.retention.ms': String(random.between(0, 5000)),
    'file.delete.delay.ms': '1000',
  };
  if (policy !== 'compact' && random.chance(1, 2)) configs['retention.ms'] = String(random.between(3000, 12_000));
  if (random.chance(1, 4)) configs['flush.messages'] = String(random.between(1, 10));
  return configs;
}

interface DiskShape {
  readonly brokers: readonly number[];
  readonly topics: readonly TopicSpec[];
  readonly untilMillis: number;
}

function diskCommands(random: Random, { brokers, topics, untilMillis }: DiskShape): TimedCommand[] {
  const commands: TimedCommand[] = [];
  const count = random.between(2, 8);
  for (let i = 0; i < count; i++) {
    const node = oneOf(random, brokers);
    const atMillis = random.between(1000, untilMillis - 1000);
    const later = Math.min(untilMillis - 1, atMillis + random.between(200, 6000));
    const fault = (name: string, params: Readonly<Record<string, number>> = {}): Command => ({
      kind: 'fault',
      fault: name,
      params: { node, ...params },
    });
    const topic = oneOf(random, topics);
    const partition = `${topic.name}-${String(random.below(topic.partitions))}`;
    const beforeOffset = random.chance(1, 3) ? -1 : random.between(1, 60);
    const kinds: readonly (() => readonly TimedCommand[])[] = [
      () => [timed(atMillis, fault('torn-write')), timed(later, fault('restart'))],
      () => [timed(atMillis, fault('power-loss')), timed(later, fault('restart'))],
      // Where the next start looks; a bit that turns over under a running broker is found by whoever reads it, and stays.
      () => [timed(atMillis, fault('kill')), timed(atMillis, fault('bit-rot')), timed(later, fault('restart'))],
      () => [timed(atMillis, fault('fill-disk', { freeKilobytes: random.below(4) })), timed(later, fault('free-disk'))],
      () => [timed(atMillis, { kind: 'delete-records', partition, beforeOffset })],
    ];
    commands.push(...oneOf(random, kinds)());
  }
  return commands;
}
