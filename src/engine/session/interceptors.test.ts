import { expect, test } from 'vitest';
import type { EventRow } from '../../contract/engine-api.ts';
import { ClusterWorld } from './cluster-world.ts';
import { eventRowsFrom } from './event-stream.ts';
import { Session } from './session.ts';

test('interceptors are configured, called and closed in their order; what one throws goes no further', () => {
  const world = new ClusterWorld({
    seed: 1,
    epochMillis: 1_760_000_000_000,
    cluster: {
      brokers: [{ id: 1 }],
      topics: [{ name: 'orders', partitions: 1, replicationFactor: 1 }],
      producers: [{ name: 'checkout', configs: { 'interceptor.classes': 'audit,metrics' }, application: { failingInterceptor: 'audit' } }],
      consumers: [],
    },
  });
  const calls: string[] = [];
  const note = ({ name, args }: EventRow): void => {
    if (name !== 'interceptorCalled') return;
    calls.push(`${String(args['interceptor'])}.${String(args['call'])}${args['isFailing'] === 1 ? ' throws' : ''}`);
  };
  const session = new Session(world, []);
  session.seekMicros(1_000_000);
  session.submit({ kind: 'send', producer: 'checkout', topic: 'orders', partition: null, key: null, value: 'order 1' });
  session.seekMicros(2_000_000);
  session.submit({ kind: 'close-client', client: 'checkout', how: 'close', timeoutMillis: null });
  session.seekMicros(3_000_000);
  for (const event of eventRowsFrom(world.kernel, 0)) note(event);
  expect(calls).toEqual([
    ...['audit.configure', 'metrics.configure'],
    ...['audit.onSend throws', 'metrics.onSend', 'audit.onAcknowledgement', 'metrics.onAcknowledgement'],
    ...['audit.close', 'metrics.close'],
  ]);
  expect(world.cluster.ledger.totals).toMatchObject({ sent: 1, acknowledged: 1, failed: 0 });
});
