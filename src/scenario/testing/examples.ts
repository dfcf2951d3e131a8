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
