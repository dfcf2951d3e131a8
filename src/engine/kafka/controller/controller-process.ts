import { Process, Timer } from '../../kernel/process.ts';
import type { Channel, Context, CrashKind, Envelope } from '../../kernel/process.ts';
import type { ScheduleId } from '../../kernel/scheduler.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import type { NodeId } from '../../kernel/units.ts';
import type { BrokerHeartbeatRequest } from '../apis/BrokerHeartbeat/messages.ts';
import type { FetchMetadataRequest, FetchMetadataResponse } from '../apis/FetchMetadata/messages.ts';
import { errors } from '../errors.ts';
import { RequestQueue } from '../broker/request-queue.ts';
import { MetadataDelta } from '../metadata/delta.ts';
import { MetadataImage } from '../metadata/image.ts';
import type { MetadataRecord } from '../metadata/records.ts';
import { randomUuidText } from '../util/uuid.ts';
import { announceChanges } from './announce.ts';
import { activationRecords } from './bootstrap.ts';
import type { ConfigSchema } from './config-schema.ts';
import { Controller } from './controller.ts';
import type { ControllerTask } from './controller.ts';
import { heartbeatAppended } from './decide/heartbeat.ts';
import { decideRequest } from './dispatch.ts';
import { MetadataLog } from './metadata-log.ts';
import type { ControllerRandom } from './parts.ts';
import { refusedResponse } from './requests.ts';
import { immediatePeriodMicros } from './settings.ts';
import type { ControllerSettings } from './settings.ts';

class TaskTimer extends Timer {
  readonly task: ControllerTask | 'noOp';

  constructor(task: ControllerTask | 'noOp') {
    super();
    this.task = task;
  }
}

class FetchTimer extends Timer {
  readonly sentEvent: number;

  constructor(sentEvent: number) {
    super();
    this.sentEvent = sentEvent;
  }
}

/** What a controller node is made of. */
export interface ControllerNodeParts {
  readonly settings: ControllerSettings;
  readonly schema: ConfigSchema;
  readonly featureLevels: ReadonlyMap<string, number>;
}

const tasks: readonly ControllerTask[] = ['maybeFenceStaleBroker', 'electPreferred', 'electUnclean'];
const maxRecordsPerFetch = 1000;

/**
 * A controller node: the metadata log on its disk, the state that its records add up to, and the requests of brokers and
 * administrators. A single voter:
 * what it writes is committed at once. Source: ControllerServer, QuorumController, KafkaRaftClient.
 */
export class ControllerProcess extends Process {
  readonly context: Context;
  readonly log: MetadataLog;
  /** Replaced at every start: memory. */
  controller: Controller;
  /** The log as an image, for answering who leads what; memory. */
  image: MetadataImage = MetadataImage.empty();
  /** The Raft epoch in which this node leads. */
  epoch = 0;
  private readonly parts: ControllerNodeParts;
  private readonly requests: RequestQueue;
  /** Fetches that wait for the next record. */
  private waiting: { readonly envelope: Envelope; readonly timer: ScheduleId }[] = [];

  constructor(registry: EntityRegistry, context: Context, parts: ControllerNodeParts) {
    super(registry);
    this.context = context;
    this.parts = parts;
    this.log = new MetadataLog(registry);
    this.requests = new RequestQueue(registry);
    this.controller = new Controller(registry, parts.settings, parts.schema);
  }

  /** Up to here the log is committed: with one voter, all of it. */
  get highWatermark(): number {
    return this.log.endOffset;
  }

  onStart(): void {
    const { log, parts } = this;
    this.controller = new Controller(this.registry, parts.settings, parts.schema);
    this.epoch = log.lastEpoch + 1;
    const delta = new MetadataDelta(MetadataImage.empty());
    for (let offset = 0; offset < log.endOffset; offset++) {
      const { record } = log.at(offset);
      this.controller.replay(record, offset);
      delta.apply(record, offset);
    }
    this.image = delta.image;
    this.controller.activate(this.context.nowMicros);
    if (log.endOffset === 0)
      this.append(activationRecords(parts.featureLevels, parts.settings.staticConfig.get('min.insync.replicas') ?? '1'));
    for (const task of tasks) this.scheduleTask(task, this.controller.periodMicros(task));
  }

  onMessage(envelope: Envelope): void {
    if (envelope.message.kind === 'request' && this.requests.admit(envelope)) this.handle(envelope);
  }

  onTimer(timer: Timer): void {
    if (timer instanceof FetchTimer) {
      const index = this.waiting.findIndex(({ envelope }) => envelope.sentEvent === timer.sentEvent);
      const [expired] = index < 0 ? [] : this.waiting.splice(index, 1);
      if (expired !== undefined) this.answerFetch(expired.envelope);
      return;
    }
    if (timer instanceof TaskTimer && timer.task !== 'noOp') this.runTask(timer.task);
  }

  onDisconnect(peer: NodeId, channel: Channel): void {
    this.requests.closed(peer, channel);
    for (const { envelope, timer } of this.waiting) {
      if (envelope.from === peer && envelope.channel === channel) this.context.cancelTimer(timer);
    }
    this.waiting = this.waiting.filter(({ envelope }) => envelope.from !== peer || envelope.channel !== channel);
  }

  onCrash(_kind: CrashKind): void {
    // Every batch is flushed before it counts, so a loss of power takes nothing from the log.
    this.requests.clear();
    this.waiting = [];
    // `image` is what the log on the disk adds up to: pictures of a dead controller still show it; a start builds it anew.
  }

  private handle(envelope: Envelope): void {
    const { api, body } = envelope.message;
    if (api === 'Fetch') return this.fetch(envelope);
    const context = { nowMicros: this.context.nowMicros, requestVersion: 99, random: this.chance() };
    const result = decideRequest(this.controller, { api, body }, context, this.log.endOffset);
    if (result.kind === 'refused') {
      return this.respond(envelope, refusedResponse(api, body, result.error));
    }
    // Answered when committed; with one voter that is now. The answer leaves before brokers hear of the records.
    const hadRecords = result.records.length > 0;
    if (hadRecords) this.append(result.records);
    if (api === 'BrokerHeartbeat') {
      const reply = result.response as Parameters<typeof heartbeatAppended>[2];
      heartbeatAppended(this.controller, (body as BrokerHeartbeatRequest).brokerId, reply, this.log.endOffset - 1);
    }
    this.respond(envelope, result.response);
    if (hadRecords) this.answerWaiting();
  }

  private append(records: readonly MetadataRecord[]): void {
    this.touch();
    const baseOffset = this.log.append(records, this.epoch);
    const delta = new MetadataDelta(this.image);
    records.forEach((record, i) => {
      this.controller.replay(record, baseOffset + i);
      delta.apply(record, baseOffset + i);
    });
    this.image = delta.image;
    announceChanges(this.context, delta, records);
  }

  private runTask(task: ControllerTask): void {
    const decision = this.controller.runTask(task, this.context.nowMicros);
    if (decision.records.length > 0) {
      this.append(decision.records);
      this.answerWaiting();
    }
    this.scheduleTask(task, decision.response.again ? immediatePeriodMicros : this.controller.periodMicros(task));
  }

  private scheduleTask(task: ControllerTask, delayMicros: number | null): void {
    if (delayMicros !== null) this.context.startTimer(delayMicros, new TaskTimer(task));
  }

  private fetch(envelope: Envelope): void {
    const { fetchOffset, maxWaitMs } = envelope.message.body as FetchMetadataRequest;
    if (fetchOffset < this.log.endOffset) return this.answerFetch(envelope);
    const timer = this.context.startTimer(maxWaitMs * 1000, new FetchTimer(envelope.sentEvent));
    this.waiting.push({ envelope, timer });
  }

  private answerWaiting(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const { envelope, timer } of waiting) {
      this.context.cancelTimer(timer);
      this.answerFetch(envelope);
    }
  }

  private answerFetch(envelope: Envelope): void {
    const { fetchOffset } = envelope.message.body as FetchMetadataRequest;
    const entries = this.log.read(fetchOffset, maxRecordsPerFetch);
    const response: FetchMetadataResponse = {
      errorCode: errors.NONE,
      leaderId: this.context.self,
      leaderEpoch: this.epoch,
      highWatermark: this.highWatermark,
      baseOffset: fetchOffset,
      records: entries.map((entry) => entry.record),
      epochs: entries.map((entry) => entry.epoch),
      divergingEpoch: null,
    };
    this.respond(envelope, response);
  }

  private respond(request: Envelope, body: object): void {
    this.context.reply(request, body, 100);
    const next = this.requests.finished(request);
    if (next !== null) this.handle(next);
  }

  private chance(): ControllerRandom {
    const { random } = this.context;
    return {
      nextInt: (bound) => random.below(bound),
      nextTopicId: () => randomUuidText(() => random.nextInt32()),
    };
  }
}
