import type { Command } from '../../contract/command.ts';
import type { ConfigOverrides, ConsumerSpec, ProducerSpec, Scenario, TopicSpec } from '../../contract/scenario.ts';
import { Random } from '../kernel/random.ts';
import { faultCommands } from './fault-commands.ts';
import { oneOf } from './one-of.ts';

/** A random cluster with random faults: an ordinary scenario, so that the page, a link and the headless runner can play it too. */
export interface Schedule {
  readonly seed: number;
  readonly scenario: Scenario;
  /** Until here things break; then everything is mended. */
  readonly healMicros: number;
  /** By then the cluster must have recovered. */
  readonly endMicros: number;
}

/** What a schedule is allowed to be; tests narrow it. */
export interface ScheduleOptions {
  readonly safetyMillis: number;
  readonly healingMillis: number;
}

export const defaultScheduleOptions: ScheduleOptions = { safetyMillis: 30_000, healingMillis: 30_000 };

/** The only controller of a schedule's cluster. */
const controllerNode = 101;

/** What the faults of a schedule are chosen for. */
export interface ScheduleShape {
  readonly random: Random;
  readonly brokers: readonly number[];
  readonly topics: readonly TopicSpec[];
  readonly producers: readonly string[];
  readonly untilMillis: number;
}

/** The schedule of a seed: the same on every machine. */
export function scheduleOf(seed: number, options: ScheduleOptions = defaultScheduleOptions): Schedule {
  const random = Random.forLabel(seed, 'schedule');
  const brokers = Array.from({ length: random.between(3, 5) }, (_, i) => i + 1);
  const topics = Array.from({ length: random.between(1, 2) }, (_, i) => topicSpec(random, `t${String(i)}`, brokers.length));
  const producers = Array.from({ length: random.between(1, 3) }, (_, i) => producerSpec(random, `p${String(i)}`, topics));
  const consumers = Array.from({ length: random.between(1, 2) }, (_, i) => consumerSpec(random, `c${String(i)}`, topics));
  const configs = clusterConfigs(random);
  const features = random.chance(1, 2) ? { 'eligible.leader.replicas.version': 0 } : {};
  const names = producers.map(({ name }) => name);
  const { safetyMillis } = options;
  const broken = faultCommands({ random, brokers, topics, producers: names, untilMillis: safetyMillis });
  const healMicros = safetyMillis * 1000;
  const quiet = names.map((producer): Command => ({ kind: 'workload', producer, recordsPerSecond: 0, recordCount: null }));
  const mended = [...healingCommands(brokers), ...quiet].map((command) => ({ at: { micros: healMicros, steps: -1 }, command }));
  // Who was asked to stop and could not yet, does so now that all is mended.
  const again = restarts(brokers).map((command) => ({ at: { micros: healMicros + 10_000_000, steps: -1 }, command }));
  const scenario: Scenario = {
    format: 1,
    title: `random faults, seed ${String(seed)}`,
    seed,
    epochMillis: 1_700_000_000_000,
    cluster: { brokers: brokers.map((id) => ({ id })), configs, features, topics, producers, consumers },
    commands: [...broken, ...mended, ...again],
  };
  return { seed, scenario, healMicros, endMicros: healMicros + options.healingMillis * 1000 };
}

function healingCommands(brokers: readonly number[]): Command[] {
  const resumes = [controllerNode, ...brokers].map((node): Command => ({ kind: 'fault', fault: 'resume', params: { node } }));
  return [{ kind: 'fault', fault: 'heal-all', params: {} }, ...resumes, ...restarts(brokers)];
}

function restarts(brokers: readonly number[]): Command[] {
  return [controllerNode, ...brokers].map((node): Command => ({ kind: 'fault', fault: 'restart', params: { node } }));
}

function topicSpec(random: Random, name: string, brokerCount: number): TopicSpec {
  const replicationFactor = random.chance(3, 4) ? 3 : random.between(1, Math.min(brokerCount, 4));
  const configs: Record<string, string> = { 'min.insync.replicas': String(random.between(1, replicationFactor)) };
  if (random.chance(1, 8)) configs['unclean.leader.election.enable'] = 'true';
  if (random.chance(1, 8)) configs['flush.messages'] = '1';
  if (random.chance(1, 4))
    Object.assign(configs, { 'segment.bytes': '1048576', 'segment.ms': String(random.between(2, 10) * 1000), 'retention.ms': '5000' });
  return { name, partitions: random.between(1, 3), replicationFactor, configs };
}

function producerSpec(random: Random, name: string, topics: readonly TopicSpec[]): ProducerSpec {
  const acks = oneOf(random, ['all', 'all', 'all', '1', '0']);
  const isIdempotent = acks === 'all' && random.chance(2, 3);
  const requestTimeoutMillis = oneOf(random, [1000, 2000, 3000]);
  const configs: Record<string, string> = {
    acks,
    'enable.idempotence': String(isIdempotent),
    'max.in.flight.requests.per.connection': String(random.between(1, 5)),
    'linger.ms': oneOf(random, ['0', '5', '50']),
    'request.timeout.ms': String(requestTimeoutMillis),
    'delivery.timeout.ms': String(requestTimeoutMillis + random.between(1, 6) * 1000),
    'max.block.ms': '3000',
  };
  if (random.chance(1, 4)) configs['retries'] = String(random.between(0, 3));
  if (isIdempotent && configs['retries'] === '0') delete configs['retries'];
  const keys = random.chance(1, 2) ? ['a', 'b', 'c', 'd'] : [];
  const topic = oneOf(random, topics).name;
  const workload = {
    topic,
    recordsPerSecond: random.between(2, 15),
    keys,
    keyChoice: 'random' as const,
    valueSizeBytes: random.between(10, 200),
  };
  return { name, configs, workload };
}

function consumerSpec(random: Random, name: string, topics: readonly TopicSpec[]): ConsumerSpec {
  const assign = topics.flatMap((topic) => Array.from({ length: topic.partitions }, (_, i) => `${topic.name}-${String(i)}`));
  const configs = {
    'auto.offset.reset': oneOf(random, ['earliest', 'latest']),
    'isolation.level': oneOf(random, ['read_uncommitted', 'read_committed']),
    'fetch.max.wait.ms': oneOf(random, ['100', '500']),
    'enable.auto.commit': 'false',
  };
  return { name, configs, assign };
}

function clusterConfigs(random: Random): ConfigOverrides {
  const sessionMillis = oneOf(random, [2000, 3000, 6000]);
  const configs: Record<string, string> = {
    'broker.session.timeout.ms': String(sessionMillis),
    'broker.heartbeat.interval.ms': String(Math.floor(sessionMillis / oneOf(random, [4, 8]))),
    'replica.lag.time.max.ms': oneOf(random, ['600', '1500', '4000', '10000']),
    'replica.fetch.wait.max.ms': oneOf(random, ['100', '500']),
    'replica.fetch.backoff.ms': oneOf(random, ['100', '1000']),
    'replica.high.watermark.checkpoint.interval.ms': oneOf(random, ['500', '5000']),
    'num.replica.fetchers': oneOf(random, ['1', '1', '2']),
    'leader.imbalance.check.interval.seconds': oneOf(random, ['3', '300']),
    'unclean.leader.election.interval.ms': '5000',
    'log.retention.check.interval.ms': '3000',
    // Who asked a machine that lost its power gets no answer until this: recovery shall not wait for the defaults of 30 seconds.
    'controller.socket.timeout.ms': oneOf(random, ['2000', '5000']),
    'replica.socket.timeout.ms': oneOf(random, ['2000', '5000']),
  };
  return configs;
}
