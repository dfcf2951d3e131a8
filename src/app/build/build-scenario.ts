/** A scenario out of a few numbers: what a person begins with who wants a cluster of their own. */
import type { Scenario } from '../../contract/scenario.ts';

/** What can be chosen; everything else is Kafka's default, and can be changed where it stands. */
export interface BuildFields {
  readonly brokers: number;
  readonly topic: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly minInsyncReplicas: number;
  readonly producers: number;
  readonly acks: 'all' | '1' | '0';
  readonly recordsPerSecond: number;
  readonly consumers: number;
  readonly group: string;
}

/** What stands in the fields at first: the smallest cluster that loses nothing when one machine fails. */
export const buildDefaults: BuildFields = {
  brokers: 3,
  topic: 'orders',
  partitions: 3,
  replicationFactor: 3,
  minInsyncReplicas: 2,
  producers: 1,
  acks: 'all',
  recordsPerSecond: 2,
  consumers: 2,
  group: 'billing',
};

/** How far each number goes; the page has no room for more. */
export const buildLimits = {
  brokers: [1, 9],
  partitions: [1, 64],
  replicationFactor: [1, 9],
  minInsyncReplicas: [1, 9],
  producers: [0, 5],
  recordsPerSecond: [1, 100],
  consumers: [0, 8],
} as const satisfies Partial<Record<keyof BuildFields, readonly [number, number]>>;

/** A field that is a number. */
export type NumberField = keyof typeof buildLimits;

const producerNames = ['checkout', 'mobile', 'web', 'kiosk', 'partner'];
const keys = ['alice', 'bob', 'tom', 'uma', 'zoe', 'pam'];
const epochMillis = 1_767_225_600_000;

/** The fields with every number within its limits, and no more replicas than brokers: Kafka would refuse to create the topic. */
export function withinLimits(fields: BuildFields): BuildFields {
  const within = (field: NumberField, most: number = buildLimits[field][1]): number => {
    const value = Math.round(fields[field]);
    return Math.min(Math.max(Number.isFinite(value) ? value : buildDefaults[field], buildLimits[field][0]), most);
  };
  const brokers = within('brokers');
  const replicationFactor = within('replicationFactor', brokers);
  return {
    ...fields,
    brokers,
    replicationFactor,
    topic: nameOf(fields.topic, buildDefaults.topic),
    group: nameOf(fields.group, buildDefaults.group),
    partitions: within('partitions'),
    minInsyncReplicas: within('minInsyncReplicas', replicationFactor),
    producers: within('producers'),
    recordsPerSecond: within('recordsPerSecond'),
    consumers: within('consumers'),
  };
}

/** A name of the characters that Kafka lets a topic have. */
function nameOf(text: string, otherwise: string): string {
  const name = text.trim().replace(/[^a-zA-Z0-9._-]+/g, '-');
  return /[a-zA-Z0-9]/.test(name) ? name.slice(0, 40) : otherwise;
}

/** The cluster that the fields describe, at its beginning. */
export function buildScenario(fields: BuildFields, title: string): Scenario {
  const { brokers, topic, partitions, replicationFactor, minInsyncReplicas, producers, acks, recordsPerSecond, consumers, group } =
    withinLimits(fields);
  return {
    format: 1,
    title,
    seed: 1,
    epochMillis,
    cluster: {
      brokers: Array.from({ length: brokers }, (_, index) => ({ id: index + 1 })),
      topics: [{ name: topic, partitions, replicationFactor, configs: { 'min.insync.replicas': String(minInsyncReplicas) } }],
      producers: producerNames.slice(0, producers).map((name, index) => ({
        name,
        configs: { acks },
        // Not all at once: a person shall see one after the other.
        workload: { topic, recordsPerSecond, keys, startMillis: 500 + index * 170 },
      })),
      consumers: Array.from({ length: consumers }, (_, index) => ({
        name: `${group}-${String(index + 1)}`,
        configs: { 'group.id': group, 'auto.offset.reset': 'earliest' },
        subscribe: [topic],
      })),
    },
    commands: [],
  };
}
