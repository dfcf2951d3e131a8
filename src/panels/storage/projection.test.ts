import { expect, test } from 'vitest';
import type { Scenario } from '../../contract/scenario.ts';
import { ClusterWorld } from '../../engine/session/cluster-world.ts';
import { diskFiles } from '../../engine/session/disk-files.ts';
import { openFiles } from '../../engine/session/opened-files.ts';
import type { OpenedLogFiles } from '../../engine/session/opened-files.ts';
import { Session } from '../../engine/session/session.ts';
import { codecs } from '../../protocol/compression/codecs.ts';
import { head } from '../testing/history.ts';
import { storageProjection } from './projection.ts';
import type { StorageTables } from './rows.ts';

type Query = Readonly<Record<string, string | number | boolean | null>>;

function scenarioOf(configs: Readonly<Record<string, string>>, recordsPerSecond = 50): Scenario {
  return {
    ...head,
    cluster: {
      brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
      configs: { 'log.retention.check.interval.ms': '1000', 'log.cleaner.backoff.ms': '1000', 'log.initial.task.delay.ms': '1000' },
      topics: [{ name: 'orders', partitions: 1, replicationFactor: 3, assignment: [[1, 2, 3]], configs }],
      producers: [
        {
          name: 'checkout',
          configs: { acks: 'all' },
          workload: { topic: 'orders', recordsPerSecond, valueSizeBytes: 500, keys: ['a', 'b', 'c'], startMillis: 500 },
        },
      ],
      consumers: [],
    },
    commands: [],
  };
}

function shown(configs: Readonly<Record<string, string>>, recordsPerSecond?: number) {
  const scenario = scenarioOf(configs, recordsPerSecond);
  const world = new ClusterWorld(scenario);
  const session = new Session(world, scenario.commands);
  const project = storageProjection.remember();
  let files: OpenedLogFiles | null = null;
  return {
    world,
    session,
    open: (opened: OpenedLogFiles) => (files = opened),
    table: <K extends keyof StorageTables>(name: K, query: Query = {}): readonly StorageTables[K][] => {
      const asked = { nowMicros: session.position.micros, ...query };
      return project(world.reader, asked, { files, codecs })[name] as unknown as readonly StorageTables[K][];
    },
  };
}

test('files are listed with the sizes that they have on disk: the active index is preallocated, the others are as long as exported', () => {
  const { world, session, table } = shown({ 'internal.segment.bytes': '20000' });
  session.seekMicros(4_000_000);
  const files = table('storage.files');
  const written = new Map(diskFiles(world, 1).map(({ path, bytes }) => [path, bytes.length]));
  expect(files.length).toBeGreaterThan(8);
  for (const file of files) expect(file.usedBytes, file.id).toBe(written.get(`orders-0/${file.id}`));
  const active = files.filter((file) => file.id.endsWith('.index')).at(-1);
  expect(active).toMatchObject({ sizeBytes: 10_485_760 });
  const segments = table('storage.segments');
  expect(segments.map(({ isActive }) => isActive).lastIndexOf(false)).toBe(segments.length - 2);
  expect(segments.length).toBeGreaterThan(3);
});

test('every offset is found by a lookup in the batch that holds it, through the entry that Kafka would choose', () => {
  const { session, table } = shown({ 'internal.segment.bytes': '30000', 'index.interval.bytes': '2000' });
  session.seekMicros(4_000_000);
  const end = table('storage.log')[0]?.logEndOffset ?? 0;
  expect(end).toBeGreaterThan(100);
  for (let offset = 0; offset < end; offset++) {
    const [lookup] = table('storage.lookup', { ask: 'offset', value: offset });
    expect(lookup?.kind).toBe('found');
    expect(lookup!.batchBaseOffset).toBeLessThanOrEqual(offset);
    expect(lookup!.batchLastOffset).toBeGreaterThanOrEqual(offset);
    expect(lookup!.slotOffset).toBeLessThanOrEqual(offset);
    expect(lookup!.batchPosition - lookup!.position).toBe(lookup!.scannedBytes);
    // An entry is due once more than index.interval.bytes lie behind the last: a scan passes little more than that.
    expect(lookup!.scannedBytes).toBeLessThan(2000 + 3 * lookup!.batchBytes);
  }
  expect(table('storage.lookup', { ask: 'offset', value: end })[0]?.kind).toBe('log-end');
  expect(table('storage.lookup', { ask: 'offset', value: end + 1 })[0]?.kind).toBe('out-of-range');
});

test('a timestamp leads to the first record that is not older, as ListOffsets answers', () => {
  const { world, session, table } = shown({ 'internal.segment.bytes': '30000', 'index.interval.bytes': '2000' });
  session.seekMicros(4_000_000);
  for (const after of [700, 1500, 2600, 3300]) {
    const timestamp = 1_760_000_000_000 + after;
    const [lookup] = table('storage.lookup', { ask: 'timestamp', value: timestamp });
    expect(lookup?.offset).toBe(world.reader.log(1, 'orders-0')?.fetchOffsetByTimestamp(timestamp)?.offset);
  }
  expect(table('storage.lookup', { ask: 'timestamp', value: 1_770_000_000_000 })[0]?.kind).toBe('none-that-young');
});

test('the bytes of a batch are those of its file, and its fields cover all of them without a gap', () => {
  const { world, session, table } = shown({});
  session.seekMicros(2_000_000);
  const [bytes] = table('storage.bytes', { batch: 3, segment: 0 });
  const file = diskFiles(world, 1).find(({ path }) => path === 'orders-0/00000000000000000000.log');
  const written = file!.bytes.slice(bytes!.position, bytes!.position + bytes!.sizeBytes);
  expect(bytes!.wholeHex).toBe(Array.from(written, (byte) => byte.toString(16).padStart(2, '0')).join(''));
  expect(bytes!.computedCrc).toBe(bytes!.storedCrc);
  let at = 0;
  const fields = [...table('storage.fields', { batch: 3, segment: 0 })].sort((a, b) => a.order - b.order);
  for (const field of fields) {
    expect(field.from, field.name).toBe(at);
    at = field.to;
  }
  expect(at).toBe(bytes!.sizeBytes);
});

test('a power cut takes what the page says it would, and no record more', () => {
  const { world, session, table } = shown({});
  session.seekMicros(2_500_000);
  const [memory] = table('storage.memory', { broker: 2 });
  const before = world.reader.log(2, 'orders-0')!.logEndOffset;
  expect(memory!.recordCount).toBeGreaterThan(0);
  session.submit({ kind: 'fault', fault: 'power-loss', params: { node: 2 } });
  expect(world.reader.log(2, 'orders-0')!.logEndOffset).toBe(memory!.fromOffset);
  expect(before - memory!.fromOffset).toBeGreaterThanOrEqual(memory!.recordCount);
});

test('retention deletes the first segment at the first check after the time that was said', () => {
  const { session, table } = shown({ 'retention.ms': '3000', 'internal.segment.bytes': '20000' });
  session.seekMicros(3_000_000);
  const [told] = table('storage.retention');
  expect(told).toMatchObject({ nowReason: '', timeHold: 'none', sizeHold: 'unlimited' });
  const first = (): number => table('storage.segments')[0]?.baseOffset ?? -1;
  session.seekMicros((told!.timeDueMillis - 1_760_000_000_000 - 1) * 1000);
  expect(first()).toBe(0);
  session.seekMicros((told!.timeDueMillis - 1_760_000_000_000 + 1100) * 1000);
  expect(first()).toBeGreaterThan(0);
  expect(table('storage.retention')[0]?.waitingFileCount).toBeGreaterThan(0);
});

test('the survivors of a cleaning are those that were forecast', () => {
  const { session, table } = shown({ 'cleanup.policy': 'compact', 'segment.ms': '2000', 'min.cleanable.dirty.ratio': '0.01' }, 5);
  let seen = 0;
  for (let micros = 1_000_000; micros < 12_000_000; micros += 100_000) {
    session.seekMicros(micros);
    const [cleaner] = table('storage.cleaner');
    if (cleaner === undefined || cleaner.cleanedAtMicros !== micros) continue;
    seen++;
    expect(cleaner).toMatchObject({ isAsForecast: true });
    expect(cleaner.remainingCount).toBe(cleaner.forecastCount);
  }
  expect(seen).toBeGreaterThan(1);
  const survivors = table('storage.survivors');
  expect(new Set(survivors.filter(({ part }) => part === 'clean').map(({ key }) => key)).size).toBe(
    survivors.filter(({ part }) => part === 'clean').length,
  );
});

test('looking changes nothing: the digest and the directory stay as they are', () => {
  const { world, session, table } = shown(
    { 'cleanup.policy': 'compact,delete', 'segment.ms': '1000', 'min.cleanable.dirty.ratio': '0.9' },
    5,
  );
  session.seekMicros(4_000_000);
  const directory = (): unknown => diskFiles(world, 3).map(({ path, bytes }) => [path, bytes.join()]);
  const names = (): unknown => world.reader.disks.directory(3, 'orders-0');
  const before = [world.kernel.digest, directory(), names()];
  for (const ask of ['offset', 'timestamp']) table('storage.log', { broker: 3, ask, value: ask === 'offset' ? 3 : 1_760_000_001_500 });
  expect([world.kernel.digest, directory(), names()]).toEqual(before);
});

test('a segment that was exported and opened again looks as it did in the cluster', () => {
  const { world, session, table, open } = shown({ 'internal.segment.bytes': '20000' });
  session.seekMicros(4_000_000);
  const own = table('storage.segments');
  const files = diskFiles(world, 1).filter(({ path }) => /orders-0\/\d{20}\.(log|index|timeindex)$/.test(path));
  open(
    openFiles(
      files.map(({ path, bytes }) => ({ name: path.slice('orders-0/'.length), bytes, sizeBytes: bytes.length })),
      codecs,
    ),
  );
  const source = { source: 'files', ask: 'offset', value: 77 };
  expect(table('storage.findings', source)).toEqual([]);
  const shape = (rows: typeof own) =>
    rows.map(({ id, nextOffset, sizeBytes, batchCount, indexEntries }) => ({ id, nextOffset, sizeBytes, batchCount, indexEntries }));
  expect(shape(table('storage.segments', source))).toEqual(shape(own));
  expect(table('storage.lookup', source)).toEqual(table('storage.lookup', { ask: 'offset', value: 77 }));
});
