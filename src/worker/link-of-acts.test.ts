import { expect, test } from 'vitest';
import type { Command } from '../contract/command.ts';
import type { EngineApi } from '../contract/engine-api.ts';
import type { Scenario } from '../contract/scenario.ts';
import { decodeLink, encodeLink } from '../scenario/link.ts';
import { EngineHost } from './engine-host.ts';
import { HandHost } from './testing/hand-host.ts';

const scenario: Scenario = {
  format: 1,
  title: 'Acks',
  seed: 11,
  epochMillis: 1_767_225_600_000,
  cluster: {
    brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
    topics: [
      { name: 'orders', partitions: 3, replicationFactor: 3, configs: { 'min.insync.replicas': '2' } },
      { name: 'payments', partitions: 1, replicationFactor: 3 },
    ],
    producers: [{ name: 'checkout', configs: { acks: '1', 'enable.idempotence': 'false' } }],
    consumers: [{ name: 'billing', subscribe: ['orders', 'payments'], configs: { 'auto.offset.reset': 'earliest' } }],
  },
  commands: [],
  open: { at: { micros: 2_000_000, steps: -1 }, panels: ['cluster'] },
};

const names = ['ada', 'bob', 'carol', 'dan'];

/** What a class tries within a lesson: records to both topics, brokers that go and come back, another acks. */
function act(i: number): Command {
  const key = names[(i * 7) % 4] ?? 'ada';
  const node = 1 + (Math.floor(i / 8) % 3);
  switch (i % 8) {
    case 3:
      return { kind: 'fault', fault: 'kill', params: { node } };
    case 6:
      return { kind: 'fault', fault: 'restart', params: { node } };
    case 7:
      return { kind: 'configure-client', client: 'checkout', configs: { acks: i % 16 === 7 ? 'all' : '1' } };
    default: {
      const topic = i % 3 === 0 ? 'payments' : 'orders';
      return { kind: 'send', producer: 'checkout', topic, partition: null, key, value: `an order of ${key}` };
    }
  }
}

/** Forty acts at the page's usual pace, with seconds of watching between them that no two acts have in common. */
async function played(): Promise<EngineApi> {
  const host = new HandHost();
  const engine = new EngineHost(host).facade();
  await engine.open(scenario);
  for (let i = 0; i < 40; i++) {
    await engine.setPace({ kind: 'running', microsPerSecond: 2500, followsInterest: true });
    host.pass(1200 + ((i * 2_654_435) % 4001));
    const result = await engine.submit(act(i));
    if (!result.ok) throw new Error(`${String(i)}: ${result.problem.code}`);
  }
  return engine;
}

test('what a page recorded of forty acts is a link of at most 520 characters, in each of its two forms', async () => {
  const engine = await played();
  for (const form of ['with-actions', 'frozen'] as const) {
    const shared = await engine.share(form);
    expect(shared.commands).toHaveLength(40);
    const address = `https://kafkascope.example/#${encodeLink(shared)}`;
    expect(decodeLink(address)).toEqual({ ok: true, value: shared });
    expect(address.length).toBeLessThanOrEqual(520);
  }
});
