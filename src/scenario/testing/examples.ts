/** Scenarios for tests. */
import type { Command } from '../../contract/command.ts';
import type { Scenario } from '../../contract/scenario.ts';

/** The smallest: one broker, nothing on it. */
export const bareScenario: Scenario = {
  format: 1,
  title: 'bare',
  seed: 1,
  epochMillis: 1_767_225_600_000,
  cluster: { brokers: [{ id: 1 }], topics: [], producers: [], consumers: [] },
  commands: [],
};

/** What somebody shares after a while: three brokers, two topics, a producer, a consumer, and acts at tenths of a second. */
export function lessonWithActs(actCount: number): Scenario {
  const keys = ['alice', 'bob', 'carol'];
  const acts = Array.from({ length: actCount }, (_, i): Command => {
    const broker = 1 + (i % 3);
    switch (i % 10) {
      case 3:
        return { kind: 'fault', fault: 'cut', params: { from: broker, to: 1 + ((i + 1) % 3) } };
      case 5:
        return { kind: 'fault', fault: 'kill', params: { broker } };
      case 7:
        return { kind: 'fault', fault: 'restart', params: { broker } };
      case 8:
        return { kind: 'configure-client', client: 'app', configs: { acks: i % 20 === 8 ? 'all' : '1' } };
      default: {
        const topic = i % 4 === 0 ? 'payments' : 'orders';
        return {
          kind: 'send',
          producer: 'app',
          topic,
          partition: null,
          key: keys[(i * 7) % 3] ?? null,
          value: `order ${String(1000 + i * 37)}`,
        };
      }
    }
  });
  return {
    ...bareScenario,
    title: 'The record that was lost',
    seed: 20_260_101,
    cluster: {
      brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
      configs: { 'replica.lag.time.max.ms': '5000', 'broker.session.timeout.ms': '3000' },
      topics: [
        { name: 'orders', partitions: 3, replicationFactor: 3, configs: { 'min.insync.replicas': '2' } },
        { name: 'payments', partitions: 1, replicationFactor: 3 },
      ],
      producers: [{ name: 'app', configs: { acks: '1', 'enable.idempotence': 'false' } }],
      consumers: [{ name: 'reader', subscribe: ['orders', 'payments'] }],
    },
    commands: acts.map((command, i) => ({ at: { micros: (i + 1) * 1_300_000 + ((i * 7919) % 13) * 100_000, steps: -1 }, command })),
  };
}

/** The same as a page records it while time runs: each act at its microsecond and step, and the moment that is shown. */
export function pageActs(actCount: number): Scenario {
  const { commands, ...rest } = lessonWithActs(actCount);
  let micros = 0;
  let steps = 900;
  const recorded = commands.map(({ command }, i) => {
    micros += 700_000 + ((i * 2_654_435_761) % 1_100_003);
    steps += 60 + ((i * 40_503) % 131);
    return { at: { micros, steps }, command };
  });
  return { ...rest, commands: recorded, open: { at: { micros: micros + 1, steps: steps + 1 }, panels: ['cluster'] } };
}

/** Every field of the format and every kind of command, once. */
export const everyField: Scenario = {
  ...bareScenario,
  title: '每一个字段 – “every field” <b>&amp;</b>',
  seed: 4_294_967_295,
  cluster: {
    brokers: [{ id: 1, rack: 'a', configs: { 'log.retention.ms': '60000' } }, { id: 2, rack: 'b' }, { id: 3 }],
    controllers: 3,
    configs: { 'min.insync.replicas': '2' },
    features: { 'eligible.leader.replicas.version': 0 },
    topics: [
      {
        name: 'a.b_c-d',
        partitions: 2,
        replicationFactor: 2,
        assignment: [
          [1, 2],
          [2, 3],
        ],
        configs: { 'retention.ms': '-1' },
      },
    ],
    producers: [
      {
        name: '收银台',
        rack: 'a',
        configs: { acks: 'all' },
        workload: {
          topic: 'a.b_c-d',
          recordsPerSecond: 2,
          recordCount: 5,
          valueSizeBytes: 10,
          keys: ['k', ''],
          keyChoice: 'random',
          partition: 1,
          startMillis: 100,
        },
        callerCostMicrosPerBatch: 3,
      },
    ],
    consumers: [
      { name: 'reader', rack: 'b', configs: { 'group.id': 'g' }, subscribe: ['a.b_c-d'], processingMicrosPerRecord: 7, startMillis: 50 },
      { name: 'audit', assign: ['a.b_c-d-1'] },
    ],
    network: { latencyMicrosMin: 300, latencyMicrosMax: 800 },
  },
  commands: [
    ['send', { producer: '收银台', topic: 'a.b_c-d', partition: 0, key: null, value: 'x,;[]"\\ \ud83d' }],
    ['fault', { fault: 'slow-link', params: { from: 1, to: 2, extraMillis: 5, lossPercent: 0.5 } }],
    ['configure-client', { client: '收银台', configs: { acks: '1' } }],
    ['configure-topic', { topic: 'a.b_c-d', configs: { 'retention.ms': null } }],
    ['configure-broker', { broker: null, configs: { 'log.retention.ms': '7' } }],
    ['create-topic', { topic: { name: 'new', partitions: 1, replicationFactor: 1 } }],
    ['add-partitions', { topic: 'new', total: 2, assignment: null }],
    ['reassign', { partition: 'a.b_c-d-0', replicas: [2, 3] }],
    ['elect', { election: 'preferred', partition: 'a.b_c-d-0' }],
    ['delete-records', { partition: 'a.b_c-d-0', beforeOffset: -1 }],
    ['add-producer', { producer: { name: 'second' } }],
    ['add-consumer', { consumer: { name: 'third', assign: ['new-0'] } }],
    ['remove-client', { client: 'second' }],
    ['seek-consumer', { client: 'audit', partition: 'a.b_c-d-1', offset: 9_007_199_254_740_991 }],
    ['call-client', { client: 'audit', call: 'pause', partitions: ['a.b_c-d-1'] }],
    ['change-library', { client: 'audit', library: 'librdkafka' }],
    ['set-processing', { client: 'audit', microsPerRecord: 250_000 }],
    ['workload', { producer: '收银台', recordsPerSecond: 0, recordCount: null }],
    ['set-costs', { costs: { pageCacheBytes: 1_000_000, tls: 1 } }],
    ['message', { message: 12, action: 'hold', delayMicros: 0 }],
    ['delete-topic', { topic: 'new' }],
  ].map(([kind, fields], i) => ({
    at: { micros: 1_000_000 * (i + 1), steps: -1 },
    command: { kind, ...(fields as object) } as Command,
  })),
  open: { at: { micros: 2_500_000, steps: -1 }, panels: ['cluster', 'space-time'], focus: 'a.b_c-d-1' },
  expect: { at: { micros: 2_500_000, steps: 4_000 }, digest: '0badcafe' },
};
