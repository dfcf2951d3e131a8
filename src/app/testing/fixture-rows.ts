/**
 * A cluster by hand: broker 3 was paused for 39.6 s, came back and cut a record. Rows as the projection would give them, for looking at
 * the page and for tests.
 */
import type { Row } from '../../contract/engine-api.ts';
import type { BrokerRow, MessageRow, PartitionRow, ReplicaRow } from '../../panels/cluster/rows.ts';

/** The moment that the fixture shows. */
export const fixtureNowMicros = 42_384_000;

const keyIndexes: Readonly<Record<string, number>> = { a: 0, b: 1, t: 2, u: 3, m: 4, k: 5, l: 0, s: 1, z: 2, p: 3, w: 4, i: 5, h: 0 };

interface ReplicaShape {
  readonly broker: number;
  readonly role: ReplicaRow['role'];
  readonly first: number;
  readonly keys: string;
  readonly watermark: number;
  readonly epoch: number;
  readonly thinks?: number;
  readonly behind?: number;
  readonly caughtUp?: boolean;
  readonly fresh?: number;
}

function replica(partition: string, shape: ReplicaShape): ReplicaRow {
  const keys = [...shape.keys];
  return {
    id: `${partition}@${String(shape.broker)}`,
    partition,
    broker: shape.broker,
    role: shape.role,
    isCaughtUp: shape.caughtUp ?? false,
    behindCount: shape.behind ?? 0,
    logStartOffset: 0,
    highWatermark: shape.watermark,
    lastStableOffset: shape.watermark,
    logEndOffset: shape.first + keys.length,
    leaderEpoch: shape.epoch,
    leaderThinksLogEndOffset: shape.thinks ?? -1,
    lastCaughtUpMicros: fixtureNowMicros,
    firstOffset: shape.first,
    cellKeys: keys,
    cellKeyIndexes: keys.map((key) => keyIndexes[key] ?? -1),
    cellEpochs: keys.map(() => shape.epoch),
    cellFlags: keys.map(() => 0),
    cellAppendedMicros: keys.map((_, index) => (shape.first + index === shape.fresh ? fixtureNowMicros - 1_000 : 0)),
  };
}

function broker(number: number, shape: Partial<BrokerRow>): BrokerRow {
  return {
    id: String(number),
    broker: number,
    rack: null,
    process: 'running',
    registration: 'active',
    sinceMicros: 0,
    metadataOffset: 1049,
    leads: [],
    coordinates: [],
    isDiskFailed: false,
    isDiskSlow: false,
    unflushedCount: 5,
    ...shape,
  };
}

function partition(id: string, shape: Partial<PartitionRow>): PartitionRow {
  return {
    id,
    topic: 'orders',
    isInternal: false,
    partition: Number(id.at(-1)),
    leader: 1,
    leaderEpoch: 3,
    partitionEpoch: 8,
    replicas: [1, 2, 3],
    isr: [1, 2],
    elr: [],
    pendingIsr: null,
    addingReplicas: [],
    removingReplicas: [],
    minIsr: 2,
    trouble: null,
    troubleCount: 0,
    troubleBroker: -1,
    epochs: [3],
    epochStartOffsets: [21],
    firstOffset: 34,
    newestLogEndOffset: 44,
    ...shape,
  };
}

/** A message on its way between two brokers, but for what is said of it. */
export function messageRow(number: number, shape: Partial<MessageRow>): MessageRow {
  return {
    id: String(number),
    message: number,
    api: 'Fetch',
    isResponse: false,
    from: 'broker:2',
    to: 'broker:1',
    sentMicros: fixtureNowMicros - 900,
    dueMicros: fixtureNowMicros + 900,
    state: 'flying',
    stoppedMicros: -1,
    partition: 'orders-0',
    partitionCount: 1,
    offset: -1,
    lastOffset: -1,
    highWatermark: -1,
    keys: [],
    keyIndexes: [],
    recordCount: 0,
    acks: null,
    error: null,
    isr: [],
    event: 7,
    ...shape,
  };
}

const letters = (text: string): Pick<MessageRow, 'keys' | 'keyIndexes' | 'recordCount'> => ({
  keys: [...text],
  keyIndexes: [...text].map((key) => keyIndexes[key] ?? -1),
  recordCount: text.length,
});

const noError = { lastError: null, lastMessage: '' };
const ofOrders = { recordsPerSecond: 4, configs: [], topic: 'orders' };
const group = { groupId: null, groupProtocol: 'classic' };
const readingOrders = { pausedPartitions: [], processingMicros: 0, ...group, topics: ['orders'], configs: [] };

/** Tables of the fixture. */
export const fixtureTables: Readonly<Record<string, readonly Row[]>> = {
  cluster: [
    {
      id: 'cluster',
      kafkaVersion: '4.3',
      scaledConfigs: [],
      controller: 'active',
      controllerSinceMicros: 0,
      metadataEndOffset: 1049,
      sentCount: 94,
      ackedCount: 91,
      lostCount: 1,
      duplicatedCount: 0,
      unknownCount: 0,
      notWrittenCount: 0,
      deliveredCount: 88,
    },
  ],
  brokers: [
    broker(1, { leads: ['orders-0', 'orders-2'] }),
    broker(2, { leads: ['orders-1'] }),
    broker(3, { sinceMicros: 41_600_000, registration: 'fenced', unflushedCount: 5 }),
  ],
  partitions: [
    partition('orders-0', { trouble: null }),
    partition('orders-1', { leader: 2, leaderEpoch: 4, isr: [2, 1], pendingIsr: [2, 1, 3], firstOffset: 20, newestLogEndOffset: 29 }),
    partition('orders-2', {
      leaderEpoch: 6,
      trouble: 'records-lost',
      troubleCount: 1,
      firstOffset: 10,
      newestLogEndOffset: 19,
      epochs: [5, 6],
      epochStartOffsets: [10, 17],
    }),
  ],
  replicas: [
    replica('orders-0', { broker: 1, role: 'leader', first: 34, keys: 'abatubbaut', watermark: 42, epoch: 3, fresh: 43 }),
    replica('orders-0', { broker: 2, role: 'in-sync', first: 34, keys: 'abatubbau', watermark: 41, epoch: 3, thinks: 42 }),
    replica('orders-0', { broker: 3, role: 'out-of-sync', first: 34, keys: 'ab', watermark: 36, epoch: 3, thinks: 36, behind: 8 }),
    replica('orders-1', { broker: 1, role: 'in-sync', first: 20, keys: 'mksamkksm', watermark: 29, epoch: 4, thinks: 29 }),
    replica('orders-1', { broker: 2, role: 'leader', first: 20, keys: 'mksamkksm', watermark: 29, epoch: 4 }),
    replica('orders-1', {
      broker: 3,
      role: 'out-of-sync',
      first: 20,
      keys: 'mksamkksm',
      watermark: 29,
      epoch: 4,
      thinks: 29,
      caughtUp: true,
    }),
    replica('orders-2', { broker: 1, role: 'leader', first: 10, keys: 'zpwizpihz', watermark: 19, epoch: 6 }),
    replica('orders-2', { broker: 2, role: 'in-sync', first: 10, keys: 'zpwizpihz', watermark: 19, epoch: 6, thinks: 19 }),
    replica('orders-2', { broker: 3, role: 'out-of-sync', first: 10, keys: 'zpwizpi', watermark: 17, epoch: 6, thinks: 17, behind: 2 }),
  ],
  torn: [{ id: 't1', partition: 'orders-2', broker: 3, offset: 17, key: 'z', keyIndex: 2, isLost: true, atMicros: 42_310_000, event: 6 }],
  producers: [
    {
      id: 'checkout',
      acks: 'all',
      isIdempotent: true,
      isRunning: true,
      inFlightCount: 3,
      maxInFlight: 5,
      bufferedCount: 3,
      ackedCount: 63,
      failedCount: 0,
      ...noError,
      node: 1001,
      process: 'running',
      ...ofOrders,
    },
    {
      id: 'mobile',
      acks: '1',
      isIdempotent: false,
      isRunning: true,
      inFlightCount: 0,
      maxInFlight: 5,
      bufferedCount: 1,
      ackedCount: 28,
      failedCount: 0,
      ...noError,
      node: 1002,
      process: 'running',
      ...ofOrders,
    },
  ],
  batches: [
    {
      id: 'b1',
      producer: 'checkout',
      partition: 'orders-0',
      keys: ['a'],
      keyIndexes: [0],
      recordCount: 1,
      sizeBytes: 80,
      limitBytes: 16384,
      lingerStartMicros: fixtureNowMicros - 3000,
      lingerDueMicros: fixtureNowMicros + 2000,
    },
    {
      id: 'b2',
      producer: 'checkout',
      partition: 'orders-1',
      keys: ['m', 'k'],
      keyIndexes: [4, 5],
      recordCount: 2,
      sizeBytes: 160,
      limitBytes: 16384,
      lingerStartMicros: fixtureNowMicros - 1000,
      lingerDueMicros: fixtureNowMicros + 4000,
    },
    {
      id: 'b3',
      producer: 'mobile',
      partition: 'orders-2',
      keys: ['w'],
      keyIndexes: [4],
      recordCount: 1,
      sizeBytes: 80,
      limitBytes: 16384,
      lingerStartMicros: fixtureNowMicros - 4000,
      lingerDueMicros: fixtureNowMicros + 1000,
    },
  ],
  consumers: [
    {
      id: 'billing',
      group: null,
      generation: -1,
      isRunning: true,
      partitions: ['orders-0', 'orders-1'],
      positions: [42, 29],
      committed: [40, 29],
      doing: 'polling',
      processingOffset: -1,
      readCount: 71,
      ...noError,
      node: 1003,
      process: 'running',
      ...readingOrders,
    },
    {
      id: 'audit',
      group: null,
      generation: -1,
      isRunning: true,
      partitions: ['orders-2'],
      positions: [19],
      committed: [-1],
      doing: 'processing',
      processingOffset: 18,
      readCount: 18,
      ...noError,
      node: 1004,
      process: 'running',
      ...readingOrders,
    },
  ],
  metadata: [
    { id: '1044', offset: 1044, type: 'PartitionChangeRecord', subject: 'orders-0', detail: 'isr', numbers: [1, 2], event: 1 },
    { id: '1045', offset: 1045, type: 'PartitionChangeRecord', subject: 'orders-1', detail: 'isr', numbers: [2, 1], event: 1 },
    { id: '1046', offset: 1046, type: 'PartitionChangeRecord', subject: 'orders-2', detail: 'leader-isr', numbers: [1, 1, 2], event: 4 },
    { id: '1047', offset: 1047, type: 'BrokerRegistrationChangeRecord', subject: '3', detail: 'fenced', numbers: [], event: 3 },
    { id: '1048', offset: 1048, type: 'BrokerRegistrationChangeRecord', subject: '3', detail: 'unfenced', numbers: [], event: 5 },
  ],
  messages: [
    messageRow(1, { api: 'Produce', from: 'producer:checkout', ...letters('bu'), acks: 'all' }),
    messageRow(2, { offset: 43, dueMicros: fixtureNowMicros + 800 }),
    messageRow(3, {
      isResponse: true,
      from: 'broker:1',
      to: 'broker:3',
      offset: 36,
      lastOffset: 43,
      highWatermark: 42,
      ...letters('atubbaut'),
      dueMicros: fixtureNowMicros + 1_100,
    }),
    messageRow(4, { api: 'AlterPartition', to: 'controller', partition: 'orders-1', isr: [2, 1, 3] }),
    messageRow(5, { partition: 'orders-1', from: 'broker:1', to: 'broker:2', offset: 29 }),
  ],
  waiting: [
    {
      id: 'w1',
      broker: 1,
      partition: 'orders-0',
      kind: 'produce',
      from: 'producer:checkout',
      offset: 42,
      lacks: 'acks',
      startMicros: fixtureNowMicros - 2_000_000,
      dueMicros: fixtureNowMicros + 28_000_000,
    },
    {
      id: 'w2',
      broker: 1,
      partition: 'orders-0',
      kind: 'produce',
      from: 'producer:checkout',
      offset: 43,
      lacks: 'acks',
      startMicros: fixtureNowMicros - 1_000_000,
      dueMicros: fixtureNowMicros + 29_000_000,
    },
    {
      id: 'w3',
      broker: 1,
      partition: 'orders-0',
      kind: 'fetch',
      from: 'consumer:billing',
      offset: 42,
      lacks: 'watermark',
      startMicros: fixtureNowMicros - 170_000,
      dueMicros: fixtureNowMicros + 330_000,
    },
  ],
  timers: [
    {
      id: 's1',
      owner: 'broker:1',
      kind: 'session',
      subject: '',
      startMicros: fixtureNowMicros - 2_800_000,
      dueMicros: fixtureNowMicros + 6_200_000,
      isPaused: false,
    },
    {
      id: 's2',
      owner: 'broker:2',
      kind: 'session',
      subject: '',
      startMicros: fixtureNowMicros - 5_600_000,
      dueMicros: fixtureNowMicros + 3_400_000,
      isPaused: false,
    },
    {
      id: 's3',
      owner: 'broker:3',
      kind: 'session',
      subject: '',
      startMicros: fixtureNowMicros - 1_000_000,
      dueMicros: fixtureNowMicros + 8_000_000,
      isPaused: false,
    },
    {
      id: 'c1',
      owner: 'consumer:billing',
      kind: 'fetch-wait',
      subject: '',
      startMicros: fixtureNowMicros - 170_000,
      dueMicros: fixtureNowMicros + 330_000,
      isPaused: false,
    },
  ],
  links: [],
};
