import type { Command } from '../../../contract/command.ts';
import type { ClusterSpec, ConfigOverrides } from '../../../contract/scenario.ts';
import type { MutationId } from '../../kafka/mutations.ts';
import { Mutations } from '../../kafka/mutations.ts';
import { ClusterWorld } from '../../session/cluster-world.ts';
import { InvariantChecker } from '../checker.ts';
import type { CheckerOptions } from '../checker.ts';
import type { InvariantId } from '../invariant.ts';

/** How a story begins. */
export interface StoryOptions {
  readonly spec?: Partial<ClusterSpec>;
  readonly producer?: ConfigOverrides;
  readonly topic?: ConfigOverrides;
  readonly replicas?: readonly number[];
  readonly mutations?: readonly MutationId[];
  readonly assume?: CheckerOptions['assume'];
  readonly seed?: number;
}

/** A running cluster with a producer `app`, a consumer `reader` and the partition `orders-0`, watched by all invariants. */
export class Story {
  readonly world: ClusterWorld;
  readonly checker: InvariantChecker;
  private readonly counts = new Map<string, number>();
  private sent = 0;

  constructor({ spec = {}, producer = {}, topic = {}, replicas = [1, 2, 3], mutations = [], assume, seed = 5 }: StoryOptions = {}) {
    const brokerCount = Math.max(3, ...replicas);
    this.world = new ClusterWorld(
      {
        seed,
        epochMillis: 1_760_000_000_000,
        cluster: {
          brokers: Array.from({ length: brokerCount }, (_, i) => ({ id: i + 1 })),
          topics: [{ name: 'orders', partitions: 1, replicationFactor: replicas.length, assignment: [replicas], configs: topic }],
          producers: [{ name: 'app', configs: producer }],
          consumers: [{ name: 'reader', assign: ['orders-0'], configs: { 'auto.offset.reset': 'earliest' } }],
          ...spec,
        },
      },
      { mutations: new Mutations(mutations) },
    );
    this.checker = new InvariantChecker(this.world.cluster, assume === undefined ? {} : { assume });
    const { kernel } = this.world;
    const { onEvent } = kernel;
    kernel.onEvent = (id, node, event, args) => {
      onEvent?.(id, node, event, args);
      this.counts.set(event.name, (this.counts.get(event.name) ?? 0) + 1);
    };
  }

  does(command: Command): this {
    const refusal = this.world.refusal(command);
    if (refusal !== null) throw new Error(JSON.stringify(refusal));
    this.world.apply(command);
    return this;
  }

  fault(fault: string, params: Readonly<Record<string, string | number>> = {}): this {
    return this.does({ kind: 'fault', fault, params });
  }

  sends(count = 1): this {
    for (let i = 0; i < count; i++)
      this.does({ kind: 'send', producer: 'app', topic: 'orders', partition: 0, key: null, value: String(this.sent++) });
    return this;
  }

  /** The program of the producer, with other settings. */
  configures(configs: ConfigOverrides): this {
    return this.does({ kind: 'configure-client', client: 'app', configs });
  }

  waits(millis: number): this {
    const { kernel } = this.world;
    const until = kernel.nowMicros + millis * 1000;
    while (kernel.nextStepMicros() <= until) kernel.step();
    kernel.idleUntil(until);
    return this;
  }

  /** Waits step by step for something to become true. */
  waitsFor(isTrue: () => boolean, millisMax = 60_000): this {
    const { kernel } = this.world;
    const until = kernel.nowMicros + millisMax * 1000;
    while (!isTrue()) {
      if (kernel.nextStepMicros() > until) throw new Error('it never became true');
      kernel.step();
    }
    return this;
  }

  /** 1 leads instead of the preferred leader 2, which is in sync again; everyone else as before. */
  leads(leader: number): this {
    this.waits(1000).fault('kill', { node: 2 });
    this.waitsFor(() => this.registration.leader === leader)
      .waits(1000)
      .fault('restart', { node: 2 });
    return this.waitsFor(() => this.registration.isr.includes(2)).waits(2000);
  }

  /** What a broker believes of the partition. */
  belief(broker: number) {
    return this.world.reader.belief(broker, 'orders-0');
  }

  /** How often an event happened. */
  happened(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  get registration() {
    const facts = this.world.reader.partition('orders-0');
    if (facts === null) throw new Error('orders-0 exists');
    return facts.registration;
  }

  log(broker: number) {
    const log = this.world.reader.log(broker, 'orders-0');
    if (log === null) throw new Error(`broker ${String(broker)} has a log`);
    return log;
  }

  /** As the controller has it; -1 for none. */
  brokerEpoch(broker: number): number {
    return this.world.cluster.activeController.image.broker(broker)?.epoch ?? -1;
  }

  isUnfenced(broker: number): boolean {
    return this.world.cluster.activeController.image.broker(broker)?.fenced === false;
  }

  get totals() {
    return this.world.cluster.ledger.totals;
  }

  /** The invariants that did not hold, each once, in the order in which it was seen. */
  get violated(): readonly InvariantId[] {
    this.checker.lookAround();
    return [...new Set(this.checker.violations.map(({ id }) => id))];
  }
}
