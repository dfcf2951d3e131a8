import { expect, test } from 'vitest';
import type { EntityRegistry } from '../../kernel/state.ts';
import { dataBatch } from '../log/batch-builder.ts';
import { CostModel } from './cost-model.ts';
import { Hardware } from './hardware.ts';

const noRegistry: EntityRegistry = { register: () => 0, markDirty: () => undefined };
const machine = (costs: ConstructorParameters<typeof CostModel>[0] = {}): Hardware => new Hardware(noRegistry, new CostModel(costs));
const wrote = (topicPartition: string, endOffset: number, sizeBytes: number) => [{ topicPartition, endOffset, sizeBytes }];
const batchAt = (baseOffset: number) =>
  dataBatch([{ timestamp: 1, key: null, value: 'v'.repeat(1000), headers: [], ledgerId: 0 }]).with({ baseOffset });

test('in a row the disk writes 600 MB a second, page by page at random 100 KB', () => {
  const costs = new CostModel({});
  const sequentialMicros = costs.diskMicros(600_000_000);
  expect(sequentialMicros / 1e6).toBeCloseTo(1, 1);
  const pagesOfMegabyte = 1_000_000 / 4096;
  expect((costs.diskMicros(4096) * pagesOfMegabyte) / 1e6).toBeCloseTo(10, 1);
});

test('the same bytes in many logs take a seek for each: many partitions turn sequential writes into random ones', () => {
  const written = (logCount: number): number => {
    const one = machine();
    for (let i = 0; i < logCount; i++) one.append(wrote(`t-${String(i)}`, 1, 6_000_000 / logCount), 0);
    one.writeBack(0);
    return one.flush(0, 0);
  };
  expect(written(100)).toBeGreaterThan(20 * written(1));
});

test('an append to a log that is being written waits until it is done; one to another log does not', () => {
  const one = machine();
  one.append(wrote('a-0', 10, 60_000_000), 0);
  const now = 1_000_000;
  one.writeBack(now);
  expect(one.append(wrote('b-0', 1, 100), now)).toBeLessThan(1000);
  expect(one.append(wrote('a-0', 11, 100), now)).toBeGreaterThan(100_000);
});

test('who reads at the end reads from memory; who catches up from behind it reads from the disk', () => {
  const one = machine({ pageCacheBytes: 100_000 });
  for (let offset = 0; offset < 1000; offset++) one.append(wrote('a-0', offset + 1, 1000), offset * 1_000_000);
  const now = 2_000_000_000;
  const read = (offset: number): number => one.read([{ topicPartition: 'a-0', batches: [batchAt(offset)] }], now);
  expect(read(990)).toBeLessThan(1000);
  expect(read(10)).toBeGreaterThan(40_000);
});

test('sendfile copies twice, user space four times, and TLS encrypts on top', () => {
  const size = 1_000_000;
  const sendfile = new CostModel({}).readCpuMicros(size);
  const copied = new CostModel({ sendfile: 0 }).readCpuMicros(size);
  const encrypted = new CostModel({ tls: 1 }).readCpuMicros(size);
  const request = new CostModel({}).readCpuMicros(0);
  expect((copied - request) / (sendfile - request)).toBe(2);
  expect(encrypted).toBeGreaterThan(copied);
});
