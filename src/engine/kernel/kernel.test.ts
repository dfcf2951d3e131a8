import { expect, test } from 'vitest';
import { defineRow } from './event.ts';
import { Kernel } from './kernel.ts';
import type { NodeContext } from './node.ts';
import { Process, Timer } from './process.ts';
import type { Channel, CrashKind, Envelope } from './process.ts';
import type { EntityRegistry } from './state.ts';
import type { NodeId } from './units.ts';

class Tick extends Timer {}

/** Sends a ping to a peer every millisecond or so, and counts what comes back. */
class Pinger extends Process {
  private readonly context: NodeContext;
  private readonly peer: NodeId;
  pongs: number[] = [];
  lostConnections = 0;

  constructor(registry: EntityRegistry, context: NodeContext, peer: NodeId) {
    super(registry);
    this.context = context;
    this.peer = peer;
  }

  onStart(): void {
    this.context.startTimer(this.context.random.between(500, 1500), new Tick());
  }

  onMessage(envelope: Envelope): void {
    if (envelope.message.kind === 'request') this.context.reply(envelope, {}, 10);
    else this.pongs.push(envelope.message.correlationId);
  }

  onTimer(): void {
    const message = { kind: 'request', api: 'Ping', correlationId: this.context.nextCorrelation(), body: {} } as const;
    this.context.send(this.peer, 0, message, 10);
    this.context.startTimer(this.context.random.between(500, 1500), new Tick());
  }

  onDisconnect(_peer: NodeId, _channel: Channel): void {
    this.lostConnections++;
  }

  onCrash(_kind: CrashKind): void {
    this.pongs = [];
  }
}

const network = { latencyMicrosMin: 200, latencyMicrosMax: 900, bytesPerSecond: 0 };

function pingers(seed: number): Kernel {
  const kernel = new Kernel({ seed, epochMillis: 1_760_000_000_000, network });
  kernel.addNode(1, (context) => new Pinger(kernel, context, 2));
  kernel.addNode(2, (context) => new Pinger(kernel, context, 1));
  kernel.startProcess(1);
  kernel.startProcess(2);
  return kernel;
}

const pinger = (kernel: Kernel, id: NodeId): Pinger => kernel.node(id).process as Pinger;

function run(kernel: Kernel, steps: number): void {
  for (let i = 0; i < steps; i++) kernel.step();
}

test('the same seed gives the same digest, another seed another', () => {
  const digests = [7, 7, 8].map((seed) => {
    const kernel = pingers(seed);
    run(kernel, 2000);
    return kernel.digest;
  });
  expect(digests[0]).toBe(digests[1]);
  expect(digests[0]).not.toBe(digests[2]);
});

test('restoring a checkpoint and running on is the same as never having stopped', () => {
  const straight = pingers(3);
  run(straight, 3000);
  const kernel = pingers(3);
  run(kernel, 700);
  const early = kernel.saveCheckpoint();
  run(kernel, 900);
  kernel.crashProcess(2, 'power-loss');
  run(kernel, 400);
  kernel.restoreCheckpoint(early);
  run(kernel, 1000);
  const late = kernel.saveCheckpoint();
  run(kernel, 50);
  kernel.restoreCheckpoint(early);
  kernel.restoreCheckpoint(late);
  run(kernel, 1300);
  expect(kernel.digest).toBe(straight.digest);
  expect(pinger(kernel, 1).pongs).toEqual(pinger(straight, 1).pongs);
});

test('messages of one channel keep their order', () => {
  const kernel = pingers(5);
  run(kernel, 2000);
  const { pongs } = pinger(kernel, 1);
  expect(pongs.length).toBeGreaterThan(100);
  expect([...pongs].sort((a, b) => a - b)).toEqual(pongs);
});

test('a crashed process is announced to its peers, a machine without power is not', () => {
  const crashed = pingers(5);
  run(crashed, 500);
  crashed.crashProcess(2, 'process-crash');
  run(crashed, 100);
  expect(pinger(crashed, 1).lostConnections).toBeGreaterThan(0);
  const dark = pingers(5);
  run(dark, 500);
  dark.crashProcess(2, 'power-loss');
  run(dark, 100);
  expect(pinger(dark, 1).lostConnections).toBe(0);
});

test('what a cut link holds back arrives after it is healed, in order', () => {
  const kernel = pingers(9);
  run(kernel, 300);
  const cut = { isCut: true, extraLatencyMicros: 0, lossPerThousand: 0 };
  kernel.setLink(1, 2, cut);
  run(kernel, 300);
  const before = pinger(kernel, 1).pongs.length;
  run(kernel, 300);
  expect(pinger(kernel, 1).pongs.length).toBe(before);
  kernel.setLink(1, 2, { ...cut, isCut: false });
  run(kernel, 600);
  const { pongs } = pinger(kernel, 1);
  expect(pongs.length).toBeGreaterThan(before + 50);
  expect([...pongs].sort((a, b) => a - b)).toEqual(pongs);
});

test('a paused process handles everything in order when it goes on', () => {
  const kernel = pingers(11);
  run(kernel, 300);
  kernel.pauseProcess(2);
  run(kernel, 300);
  const before = pinger(kernel, 1).pongs.length;
  kernel.resumeProcess(2);
  run(kernel, 600);
  expect(pinger(kernel, 1).pongs.length).toBeGreaterThan(before + 50);
});

test('what is sent before the news of a broken connection arrives is lost with it, even when the peer runs again by then', () => {
  const kernel = pingers(9);
  run(kernel, 100);
  // Both directions are slow, the way there more than the way back.
  kernel.setLink(2, 1, { isCut: false, extraLatencyMicros: 400_000, lossPerThousand: 0 });
  kernel.setLink(1, 2, { isCut: false, extraLatencyMicros: 900_000, lossPerThousand: 0 });
  while (kernel.nowMicros < 2_000_000) kernel.step();
  kernel.crashProcess(2, 'process-crash');
  const crashedMicros = kernel.nowMicros;
  const heard: number[] = [];
  const received: number[] = [];
  kernel.onEvent = (_id, node, spec) => {
    if (node === 1 && spec.name === 'connectionBroken') heard.push(kernel.nowMicros);
  };
  kernel.startProcess(2);
  const restarted = pinger(kernel, 2);
  const onMessage = restarted.onMessage.bind(restarted);
  restarted.onMessage = (envelope) => {
    if (envelope.from === 1 && envelope.message.kind === 'request') received.push(envelope.sentMicros);
    onMessage(envelope);
  };
  while (kernel.nowMicros < crashedMicros + 3_000_000) kernel.step();
  expect(heard[0]).toBeGreaterThan(crashedMicros + 400_000);
  expect(received.length).toBeGreaterThan(10);
  expect(received.filter((sentMicros) => sentMicros < heard[0]!)).toEqual([]);
});

test('an event whose arguments come in the order of its fields is the event that is written by their names', () => {
  const five = defineRow({
    name: 'five',
    level: 'detail',
    fields: { partition: 'partition', offset: 'offset', count: 'count', epoch: 'epoch', acks: 'count' },
    source: 'test',
  });
  const four = defineRow({
    name: 'four',
    level: 'detail',
    fields: { count: 'count', partition: 'partition', offset: 'offset', epoch: 'epoch' },
    source: 'test',
  });
  const [byName, byRow] = [pingers(1), pingers(1)];
  const heard: Readonly<Record<string, number>>[] = [];
  byRow.onEvent = (_id, _node, _spec, args) => heard.push(args);
  const large = 5_000_000_000;
  const id = byName.emitFrom(1, five, { partition: 3, offset: large, count: 7, epoch: 2, acks: -1 }, -1);
  byName.emitFrom(2, four, { count: 9, partition: 4, offset: large + 1, epoch: 0 }, -1);
  byRow.emitRowFrom(1, five, 3, large, 7, 2, -1);
  byRow.emitRowFrom(2, four, 9, 4, large + 1, 0, 0);
  expect(byRow.digest).toBe(byName.digest);
  expect([id, id + 1].map((row) => byRow.trace.row(row))).toEqual([id, id + 1].map((row) => byName.trace.row(row)));
  expect(heard).toEqual([id, id + 1].map((row) => byName.trace.row(row)?.args));
});

test('what kind of event it was is told as the whole event tells it, before, at and beyond what is known', () => {
  const kernel = pingers(7);
  while (kernel.eventCount < 5000) kernel.step();
  const { trace } = kernel;
  for (let id = -1; id <= kernel.eventCount; id++) expect(trace.kindOf(id)).toBe(trace.row(id)?.spec ?? null);
  expect(trace.kindOf(kernel.eventCount - 1)).not.toBeNull();
});

test('a rehearsed rewind leaves everything as it was, and nobody is told of the way', () => {
  for (const isWayToo of [false, true]) {
    const [kernel, other] = [pingers(11), pingers(11)];
    let told = 0;
    kernel.onSend = () => told++;
    const first = kernel.saveCheckpoint();
    for (let i = 0; i < 200; i++) kernel.step();
    const middle = kernel.saveCheckpoint();
    for (let i = 0; i < 300; i++) kernel.step();
    kernel.saveCheckpoint();
    const toldBefore = told;
    const rows = kernel.trace.milestones.length;
    kernel.rehearse([first, middle], isWayToo);
    expect(told).toBe(toldBefore);
    expect(kernel.trace.milestones.length).toBe(rows);
    for (let i = 0; i < 500; i++) other.step();
    expect([kernel.digest, kernel.stepCount, pinger(kernel, 1).pongs]).toEqual([other.digest, 500, pinger(other, 1).pongs]);
    for (let i = 0; i < 200; i++) {
      kernel.step();
      other.step();
    }
    expect(kernel.digest).toBe(other.digest);
    expect(told).toBeGreaterThan(toldBefore);
  }
});
