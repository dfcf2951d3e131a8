import type { Envelope } from '../../../kernel/process.ts';
import { Entity } from '../../../kernel/state.ts';
import type { EntityRegistry } from '../../../kernel/state.ts';
import type { FindCoordinatorRequest } from '../../apis/FindCoordinator/messages.ts';
import type { Broker } from '../../broker/broker.ts';
import type { Partition } from '../../broker/partition.ts';
import { CoordinatorTimer } from '../../broker/timers.ts';
import type { LocalReplicaChanges } from '../../metadata/delta.ts';
import { groupCoordinatorConfigOf } from '../config.ts';
import type { GroupCoordinatorConfig } from '../config.ts';
import type { CoordinatorContext, RegexResolution } from '../context.ts';
import { partitionForGroup } from '../partition-for.ts';
import type { ResponseData } from '../result.ts';
import { GroupCoordinatorShard } from '../shard.ts';
import { coordinatorLoaded, coordinatorLoading, coordinatorUnloaded } from './events.ts';
import { CoordinatorFinder, offsetsTopicName } from './find-coordinator.ts';
import { combinedResponse, groupApiVersions, routedRequests } from './group-requests.ts';
import type { RoutedRequest } from './group-requests.ts';
import { ImageTopics } from './image-topics.ts';
import type { TopicChanges } from './image-topics.ts';
import { emitNews } from './news-events.ts';
import { objectProtocol } from './object-protocol.ts';
import { PartitionWriter, storedRecords } from './partition-writer.ts';
import { ShardSlot } from './shard-slot.ts';

/** How long reading the log back takes: something to begin with, and a little for each record. */
const loadMicrosMin = 5000;
const loadMicrosPerRecord = 20;

/** A request that waits for the answers to its parts. */
interface OpenGroupRequest {
  readonly envelope: Envelope;
  readonly tokens: readonly number[];
  readonly answers: Map<number, ResponseData>;
}

/** What one step of a coordinator brought that is done when the step is over. */
interface StepResults {
  readonly answers: { readonly token: number; readonly response: ResponseData }[];
  readonly background: RegexResolution[];
}

/**
 * A broker's group coordinators: one for each partition of `__consumer_offsets` that it leads. Gives them time, their log and the topics,
 * hears
 * from the metadata which ones it has, and sends their answers. Source: GroupCoordinatorService, CoordinatorRuntime.
 */
export class GroupCoordinatorService extends Entity {
  private readonly broker: Broker;
  private readonly config: GroupCoordinatorConfig;
  readonly finder: CoordinatorFinder;
  slots = new Map<number, ShardSlot>();
  /** Answers for partitions that are coordinated elsewhere. */
  private elsewhere: GroupCoordinatorShard;
  private open: OpenGroupRequest[] = [];
  private nextToken = 1;

  constructor(registry: EntityRegistry, broker: Broker) {
    super(registry);
    this.broker = broker;
    this.config = groupCoordinatorConfigOf(broker.settings.overrides);
    this.elsewhere = new GroupCoordinatorShard(this.config);
    this.finder = new CoordinatorFinder(registry, broker);
  }

  /** Takes a request about groups; false: it is none. */
  handle(envelope: Envelope): boolean {
    const { api, body, clientId } = envelope.message;
    if (api === 'FindCoordinator') {
      this.broker.respond(envelope, this.finder.handle(body as FindCoordinatorRequest));
      return true;
    }
    const parts = routedRequests(api, body);
    if (parts === null) return false;
    this.touch();
    const targets = parts.flatMap((part) => this.targetsOf(part).map((slot) => ({ part, slot, token: this.nextToken++ })));
    const open: OpenGroupRequest = { envelope, tokens: targets.map(({ token }) => token), answers: new Map() };
    this.open.push(open);
    for (const { part, slot, token } of targets) {
      const from = {
        token,
        apiVersion: groupApiVersions[part.request.api],
        clientId: clientId ?? `client-${String(envelope.from)}`,
        clientHost: `/${String(envelope.from)}`,
      };
      if (slot === null)
        this.elsewhereHandles((context) => {
          this.elsewhere.handle(context, part.request, from);
        });
      else
        this.step(slot, (context) => {
          slot.shard.handle(context, part.request, from);
        });
    }
    if (targets.length === 0) this.respondIfComplete(open);
    return true;
  }

  /** The metadata made this broker the leader of partitions, or another one. Source: BrokerMetadataPublisher.updateCoordinator. */
  applyChanges({ deletes, electedLeaders, followers }: LocalReplicaChanges): void {
    for (const { topicName, partitionId } of deletes) if (topicName === offsetsTopicName) this.onResignation(partitionId, null);
    for (const { topicName, partitionId, partition } of electedLeaders) {
      if (topicName === offsetsTopicName) this.onElection(partitionId, partition.leaderEpoch);
    }
    for (const { topicName, partitionId, partition } of followers) {
      if (topicName === offsetsTopicName) this.onResignation(partitionId, partition.leaderEpoch);
    }
  }

  onTopicsChanged(changes: TopicChanges): void {
    for (const slot of [...this.slots.values()])
      this.step(slot, (context) => {
        slot.shard.onTopicsChanged(context, changes);
      });
  }

  /** The high watermark of a partition may have risen, or the partition may have changed hands. */
  onProgress(partition: Partition): void {
    if (partition.topic !== offsetsTopicName) return;
    const slot = this.slots.get(partition.partitionIndex);
    if (slot?.shard.isActive === true) this.step(slot, () => undefined);
  }

  onTimer({ partition, purpose, leaderEpoch }: CoordinatorTimer): void {
    const slot = this.slots.get(partition);
    if (slot === undefined) return;
    if (purpose.kind === 'load') return this.finishLoading(slot, leaderEpoch);
    if (purpose.kind === 'regex')
      return this.step(slot, (context) => {
        slot.shard.resolveRegularExpressions(context, purpose.work);
      });
    this.touch();
    slot.timer = null;
    slot.timerAtMillis = -1;
    this.step(slot, (context) => {
      // Several may be due at once.
      while (slot.shard.onTimer(context) !== null);
    });
  }

  /** The process ended: all of this was memory. */
  clear(): void {
    this.touch();
    this.finder.clear();
    this.slots = new Map();
    this.open = [];
    this.elsewhere = new GroupCoordinatorShard(this.config);
  }

  private targetsOf({ groupId }: RoutedRequest): readonly (ShardSlot | null)[] {
    if (groupId === null) return [...this.slots.values()];
    const partitionCount = this.broker.image.topicByName(offsetsTopicName)?.partitions.length ?? 0;
    return [partitionCount === 0 ? null : (this.slots.get(partitionForGroup(groupId, partitionCount)) ?? null)];
  }

  private onElection(partition: number, leaderEpoch: number): void {
    this.touch();
    const slot = this.slots.get(partition) ?? new ShardSlot(partition, this.config);
    this.slots.set(partition, slot);
    if (slot.leaderEpoch >= leaderEpoch) return;
    slot.leaderEpoch = leaderEpoch;
    // Elected again while it coordinates, or while it reads: what it holds is still what the log says.
    if (slot.shard.isActive || slot.shard.isLoading) return;
    slot.shard.startLoading();
    const { context } = this.broker;
    const log = this.partition(slot)?.log ?? null;
    const logEndOffset = log?.logEndOffset ?? 0;
    context.emit(coordinatorLoading, { partition: context.name(nameOf(partition)), leaderEpoch, logEndOffset });
    const recordCount = logEndOffset - (log?.logStartOffset ?? 0);
    context.startTimer(loadMicrosMin + loadMicrosPerRecord * recordCount, new CoordinatorTimer(partition, { kind: 'load' }, leaderEpoch));
  }

  private onResignation(partition: number, leaderEpoch: number | null): void {
    const slot = this.slots.get(partition);
    if (slot === undefined || (leaderEpoch !== null && slot.leaderEpoch >= leaderEpoch)) return;
    const { context } = this.broker;
    this.touch();
    this.slots.delete(partition);
    if (slot.timer !== null) context.cancelTimer(slot.timer);
    slot.timer = null;
    context.emit(coordinatorUnloaded, { partition: context.name(nameOf(partition)), leaderEpoch: slot.leaderEpoch });
    this.elsewhereHandles((coordinatorContext) => {
      slot.shard.unload(coordinatorContext);
    });
  }

  private finishLoading(slot: ShardSlot, electedEpoch: number): void {
    const partition = this.partition(slot);
    const log = partition?.leaderLog ?? null;
    // Since its start the partition went to another broker and came back: that election reads for itself.
    if (partition === null || log === null || !slot.shard.isLoading || electedEpoch > slot.leaderEpoch) return;
    const records = storedRecords(partition);
    this.step(slot, (context) => {
      slot.shard.finishLoading(context, records, { highWatermark: log.highWatermark, endOffset: log.logEndOffset });
    });
    const { context } = this.broker;
    const { image } = slot.shard.state;
    let offsetCount = 0;
    for (const byTopic of image.offsets.values()) for (const byPartition of byTopic.values()) offsetCount += byPartition.size;
    context.emit(coordinatorLoaded, {
      partition: context.name(nameOf(slot.partition)),
      groupCount: image.groups.size,
      offsetCount,
      recordCount: records.length,
      leaderEpoch: slot.leaderEpoch,
    });
  }

  private partition(slot: ShardSlot): Partition | null {
    const partition = this.broker.replicas.partitionOrError(nameOf(slot.partition));
    return typeof partition === 'number' ? null : partition;
  }

  /** Lets a coordinator work, then does what follows: followers and fetches hear of new records, what is committed is answered. */
  private step(slot: ShardSlot, work: (context: CoordinatorContext) => void): void {
    this.touch();
    const results: StepResults = { answers: [], background: [] };
    const { context: node, replicas } = this.broker;
    const writer = new PartitionWriter(replicas, nameOf(slot.partition), node.nowMillis);
    const context = this.contextFor(writer, results);
    work(context);
    // An election without a follower in the ISR commits at once; committing may write again.
    for (let written = -1; written !== (this.partition(slot)?.log?.logEndOffset ?? 0);) {
      written = this.partition(slot)?.log?.logEndOffset ?? 0;
      const log = this.partition(slot)?.leaderLog ?? null;
      if (log !== null && slot.shard.isActive) slot.shard.onHighWatermark(context, log.highWatermark);
    }
    this.setTimer(slot);
    for (const work of results.background) {
      node.startTimer(loadMicrosMin, new CoordinatorTimer(slot.partition, { kind: 'regex', work }, slot.leaderEpoch));
    }
    for (const partition of writer.written) replicas.tryCompleteDelayedRequests(partition);
    this.send(results);
  }

  private elsewhereHandles(work: (context: CoordinatorContext) => void): void {
    const results: StepResults = { answers: [], background: [] };
    work(this.contextFor(new PartitionWriter(this.broker.replicas, nameOf(-1), this.broker.context.nowMillis), results));
    this.send(results);
  }

  private contextFor(log: PartitionWriter, results: StepResults): CoordinatorContext {
    const { context } = this.broker;
    return {
      nowMillis: context.nowMillis,
      topics: new ImageTopics(this.broker.image),
      embedded: objectProtocol,
      log,
      generateMemberId: (prefix) => `${prefix}${this.randomUuid()}`,
      answer: (token, response) => results.answers.push({ token, response }),
      resolveRegularExpressions: (work) => results.background.push(work),
      tell: (news) => {
        emitNews(context, news);
      },
    };
  }

  private send({ answers }: StepResults): void {
    for (const { token, response } of answers) {
      const open = this.open.find(({ tokens }) => tokens.includes(token));
      if (open === undefined) continue;
      open.answers.set(token, response);
      this.respondIfComplete(open);
    }
  }

  private respondIfComplete(open: OpenGroupRequest): void {
    if (open.answers.size < open.tokens.length) return;
    this.open = this.open.filter((other) => other !== open);
    const parts = open.tokens.map((token) => open.answers.get(token) ?? {});
    this.broker.respond(open.envelope, combinedResponse(open.envelope.message.api, parts));
  }

  /** One kernel timer for a coordinator: for what it does first. */
  private setTimer(slot: ShardSlot): void {
    const { context } = this.broker;
    const deadline = slot.shard.nextDeadlineMillis ?? -1;
    if (deadline === slot.timerAtMillis) return;
    if (slot.timer !== null) context.cancelTimer(slot.timer);
    slot.timer = null;
    slot.timerAtMillis = deadline;
    if (deadline < 0) return;
    const delayMillis = Math.max(deadline - context.nowMillis, 0);
    slot.timer = context.startTimer(delayMillis * 1000, new CoordinatorTimer(slot.partition, { kind: 'due' }, slot.leaderEpoch));
  }

  /** A version-4 UUID from this broker's own chance. */
  private randomUuid(): string {
    const { random } = this.broker.context;
    let hex = '';
    for (let i = 0; i < 4; i++) hex += (random.nextInt32() >>> 0).toString(16).padStart(8, '0');
    const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4] ?? '8';
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}

function nameOf(partition: number): string {
  return `${offsetsTopicName}-${String(partition)}`;
}
