import { expect, test } from 'vitest';
import { Ledger } from './ledger.ts';
import { Kernel } from '../../kernel/kernel.ts';

const kernel = (): Kernel =>
  new Kernel({ seed: 1, epochMillis: 1, network: { latencyMicrosMin: 1, latencyMicrosMax: 1, bytesPerSecond: 0 } });

test('a record whose producer waited for metadata is found, although records with later numbers were sent before it', () => {
  const ledger = new Ledger(kernel());
  ledger.allocate(200);
  // The first producer got number 1, then waited for metadata; another one sent 2 to 150 meanwhile.
  for (let id = 2; id <= 150; id++) ledger.sent({ topicPartition: 'a-0', firstId: id, count: 1 }, 1002, id);
  ledger.sent({ topicPartition: 'a-0', firstId: 1, count: 1 }, 1001, 151);
  for (let id = 1; id <= 150; id++) ledger.acknowledged({ topicPartition: 'a-0', firstId: id, count: 1 }, true, 200);
  expect(ledger.totals.acknowledged).toBe(150);
  expect([...(ledger.partition('a-0')?.entries() ?? [])].map((entry) => entry.firstId)).toEqual(
    Array.from({ length: 150 }, (_, i) => i + 1),
  );
});
