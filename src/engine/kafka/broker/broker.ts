import { Process } from '../../kernel/process.ts';
import type { Answerable, Channel, Context, CrashKind, Envelope, Timer } from '../../kernel/process.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import type { NodeId } from '../../kernel/units.ts';
import type { AlterPartitionRequest, AlterPartitionResponse } from '../apis/AlterPartition/messages.ts';
import type { FetchResponse } from '../apis/Fetch/messages.ts';
import type { MetadataRequest } from '../apis/Metadata/messages.ts';
import type { ProduceRequest } from '../apis/Produce/messages.ts';
import { GroupCoordinatorService } from '../coordinator/service/group-coordinator-service.ts';
import { errors } from '../errors.ts';
import type { CostModel } from '../hardware/cost-model.ts';
import { Hardware } from '../hardware/hardware.ts';
import { losePower } from '../log/deliberate-mistakes.ts';
import { MetadataImage } from '../metadata/image.ts';
import type { BrokerDisk } from './broker-disk.ts';
import type { BrokerEnvironment } from './broker-environment.ts';
import { BrokerLifecycle } from './broker-lifecycle.ts';
import type { BrokerIdentity } from './broker-lifecycle.ts';
import type { BrokerSettings } from './broker-settings.ts';
import { channels } from './channels.ts';
import { ControllerLink } from './controller-link.ts';
import { FetchService } from './fetch-service.ts';
import { produceDelay, readDelay } from './hardware-delays.ts';
import { handleDeleteRecords } from './handle-delete-records.ts';
import type { WaitingDeleteRecords } from './handle-delete-records.ts';
import { handleMetadata } from './handle-metadata.ts';
import { handleListOffsets, handleOffsetForLeaderEpoch } from './handle-offsets.ts';
import { handleProduce } from './handle-produce.ts';
import type { WaitingProduce } from './handle-produce.ts';
import type { DelayedDeleteRecords, DelayedProduce } from './delayed-operations.ts';
import { LogMaintenance } from './log-maintenance.ts';
import { MetadataReplica } from './metadata-replica.ts';
import { OutgoingRequests } from './outgoing-requests.ts';
import type { OutgoingRequest } from './outgoing-requests.ts';
import type { Partition } from './partition.ts';
import type { PartitionRegistration } from './partition-owner.ts';
import { ProducerIdManager } from './producer-id-manager.ts';
import { ReplicaFetchers } from './replica-fetchers.ts';
import { ReplicaManager } from './replica-manager.ts';
import type { ReplicaHost } from './replica-manager.ts';
import { RequestQueue } from './request-queue.ts';
import { runTask } from './broker-tasks.ts';
import { startUp } from './startup.ts';
import { CoordinatorTimer, DiskTimer, PurgatoryTimer, ReplyTimer, RequestTimeout, TaskTimer } from './timers.ts';
import type { BrokerTask } from './timers.ts';

/** What a broker is made of. */
export interface BrokerParts {
  readonly settings: BrokerSettings;
  readonly environment: BrokerEnvironment;
  readonly disk: BrokerDisk;
  readonly rack: string | null;
  /** What the machine's parts cost; null: nothing. */
  readonly costs: CostModel | null;
}

/**
 * A broker: routes requests to what handles them, and its own requests' answers to who waits for them. Behaviour lives in the files
 * that it imports.
 * Fields are memory, but for `disk`. Source: BrokerServer, KafkaApis.
 */
export class Broker extends Process implements ReplicaHost {
  readonly context: Context;
  readonly environment: BrokerEnvironment;
  readonly disk: BrokerDisk;
  settings: BrokerSettings;
  readonly rack: string | null;
  /** Null where nothing costs anything. */
  hardware: Hardware | null;
  /** The next turn of writing dirty pages back is on its way. */
  isWritingBack = false;
  readonly requests: RequestQueue;
  readonly outgoing: OutgoingRequests;
  readonly replicas: ReplicaManager;
  readonly fetches: FetchService;
  readonly fetchers: ReplicaFetchers;
  readonly maintenance: LogMaintenance;
  readonly metadata: MetadataReplica;
  readonly producerIds: ProducerIdManager;
  readonly controller: ControllerLink;
  readonly groups: GroupCoordinatorService;
  lifecycle: BrokerLifecycle;
  /** What this broker has replayed of the metadata log. */
  image: MetadataImage = MetadataImage.empty();
  /** Logs are loaded and metadata have been acted on. */
  isPublished = false;
  private incarnations = 0;

  constructor(registry: EntityRegistry, context: Context, parts: BrokerParts) {
    super(registry);
    this.context = context;
    this.environment = parts.environment;
    this.disk = parts.disk;
    this.settings = parts.settings;
    this.rack = parts.rack;
    this.hardware = parts.costs === null ? null : new Hardware(registry, parts.costs);
    this.requests = new RequestQueue(registry);
    this.outgoing = new OutgoingRequests(registry, context);
    this.replicas = new ReplicaManager(registry, {
      brokerId: context.self,
      settings: parts.settings,
      environment: parts.environment,
      disk: parts.disk,
      host: this,
    });
    this.fetches = new FetchService(registry, this, this.replicas);
    this.fetchers = new ReplicaFetchers(registry, this);
    this.maintenance = new LogMaintenance(registry, this);
    this.metadata = new MetadataReplica(registry, this);
    this.producerIds = new ProducerIdManager(registry, this);
    this.controller = new ControllerLink(registry, this);
    this.groups = new GroupCoordinatorService(registry, this);
    this.lifecycle = new BrokerLifecycle(this.identity(), parts.settings.heartbeatIntervalMs);
  }

  get brokerEpoch(): number {
    return this.lifecycle.brokerEpoch;
  }

  onStart(): void {
    this.incarnations++;
    this.lifecycle = new BrokerLifecycle(this.identity(), this.settings.heartbeatIntervalMs);
    this.lifecycle.start();
    this.image = this.disk.metadataImage;
    this.isPublished = false;
    this.context.setListening(false);
    this.controller.communicate();
    this.metadata.fetch();
  }

  onMessage(envelope: Envelope): void {
    if (envelope.message.kind === 'response') {
      const request = this.outgoing.answered(envelope);
      if (request !== null) this.onAnswer(request, envelope);
      return;
    }
    if (this.requests.admit(envelope)) this.handle(envelope);
  }

  onTimer(timer: Timer): void {
    if (timer instanceof TaskTimer) return runTask(this, timer.task);
    if (timer instanceof DiskTimer) return this.appendNow(timer.envelope, timer.purpose);
    if (timer instanceof ReplyTimer) return this.respond(timer.request, timer.body, timer.sizeBytes);
    if (timer instanceof CoordinatorTimer) return this.groups.onTimer(timer);
    if (timer instanceof RequestTimeout) {
      const request = this.outgoing.expire(timer.correlationId);
      if (request !== null) this.onFailure(request);
      return;
    }
    if (!(timer instanceof PurgatoryTimer)) return;
    if (timer.purgatory === 'fetch') return this.fetches.expire(timer.operationId);
    if (timer.purgatory === 'deleteRecords') {
      const expired = this.replicas.deleteRecordsPurgatory.remove(timer.operationId);
      if (expired !== null) this.answerDeleteRecords(expired as WaitingDeleteRecords);
      return;
    }
    const operation = this.replicas.producePurgatory.remove(timer.operationId);
    if (operation !== null) this.answerProduce(operation as WaitingProduce);
  }

  onDisconnect(peer: NodeId, channel: Channel, isOpener: boolean): void {
    if (!isOpener) return this.requests.closed(peer, channel);
    for (const request of this.outgoing.disconnected(peer, channel)) this.onFailure(request);
  }

  onCrash(kind: CrashKind): void {
    this.requests.clear();
    this.outgoing.clear();
    this.replicas.forget();
    this.fetches.clear();
    this.fetchers.clear();
    this.maintenance.clear();
    this.metadata.clear();
    this.producerIds.clear();
    this.controller.clear();
    this.groups.clear();
    this.hardware?.clear();
    this.isWritingBack = false;
    this.isPublished = false;
    this.image = MetadataImage.empty();
    if (kind === 'power-loss') this.losePower();
  }

  private losePower(): void {
    const { disk, environment } = this;
    for (const { log } of disk.logs.values()) losePower(log, environment.mutations, disk.isTearing);
    disk.touch();
    disk.isTearing = false;
  }

  /** Asks to leave: the controller moves leaders away first. Source: BrokerServer.beginShutdown. */
  beginControlledShutdown(): void {
    this.touch();
    this.controller.act(this.lifecycle.beginControlledShutdown());
    this.after('controlledShutdownLimit', 5 * 60_000);
  }

  /** Starts a task of ours later; what should have been before now comes at once. Source: KafkaEventQueue, ScheduledThreadPoolExecutor. */
  after(task: BrokerTask, delayMillis: number): void {
    this.context.startTimer(Math.max(0, delayMillis) * 1000, new TaskTimer(task));
  }

  /** Starts a periodic task's next round; a task whose period is not above zero is done once. Source: KafkaScheduler.schedule. */
  afterPeriod(task: BrokerTask, periodMillis: number): void {
    if (periodMillis > 0) this.after(task, periodMillis);
  }

  /** Answers a request and goes on with what waits behind it on its connection. */
  respond(request: Answerable, body: object, sizeBytes = 100): void {
    this.context.reply(request, body, sizeBytes);
    this.finish(request);
  }

  completeProduce(operation: DelayedProduce): void {
    this.context.cancelTimer(operation.timer);
    this.answerProduce(operation as WaitingProduce);
  }

  completeDeleteRecords(operation: DelayedDeleteRecords): void {
    this.context.cancelTimer(operation.timer);
    this.answerDeleteRecords(operation as WaitingDeleteRecords);
  }

  completeFetches(topicPartition: string): void {
    this.fetches.completeWaiting(topicPartition);
  }

  sendAlterPartition(request: AlterPartitionRequest): void {
    this.controller.send('AlterPartition', channels.alterPartition, request);
  }

  scheduleAlterPartitionRetry(delayMillis: number): void {
    this.after('alterPartitionRetry', delayMillis);
  }

  startFetching(partition: Partition, registration: PartitionRegistration): void {
    this.fetchers.follow(partition, registration);
  }

  stopFetching(topicPartition: string): void {
    this.fetchers.stop(topicPartition);
  }

  scheduleFlush(): void {
    this.after('flushRolled', 0);
  }

  private identity(): BrokerIdentity {
    const { self } = this.context;
    return {
      brokerId: self,
      clusterId: this.environment.clusterId,
      incarnationId: `incarnation-${String(self)}-${String(this.incarnations)}`,
      rack: this.rack,
      logDirs: [this.disk.directoryId],
      features: this.environment.features,
      previousBrokerEpoch: this.disk.cleanShutdownBrokerEpoch,
    };
  }

  private handle(envelope: Envelope): void {
    const { context, replicas } = this;
    const { body } = envelope.message;
    switch (envelope.message.api) {
      case 'Produce':
        return this.afterAppend(envelope, null, produceDelay(this, body as ProduceRequest));
      case 'Fetch':
        return this.fetches.handle(envelope);
      case 'ListOffsets':
        return this.respond(envelope, handleListOffsets(replicas, body));
      case 'OffsetForLeaderEpoch':
        return this.respond(envelope, handleOffsetForLeaderEpoch(replicas, body));
      case 'Metadata':
        return this.respond(envelope, handleMetadata(this.image, body as MetadataRequest, this.environment.clusterId));
      case 'DeleteRecords':
        return this.deleteRecords(envelope);
      case 'InitProducerId':
        return this.producerIds.handle(envelope);
      default:
        if (this.groups.handle(envelope)) return;
        context.reply(envelope, { errorCode: errors.UNSUPPORTED_VERSION }, 20);
        this.finish(envelope);
    }
  }

  /** Whoever appends waits until machine and disk have taken it; a slow disk is slow on top. At once when nothing costs anything. */
  afterAppend(envelope: Envelope, purpose: string | null, machineMicros: number): void {
    const { context, disk } = this;
    const diskMicros = disk.appendDelayMicros > 0 ? disk.reserve(context.nowMicros) - context.nowMicros : 0;
    const delayMicros = Math.max(machineMicros, diskMicros);
    if (delayMicros > 0) context.startTimer(delayMicros, new DiskTimer(envelope, purpose));
    else this.appendNow(envelope, purpose);
  }

  private appendNow(envelope: Envelope, purpose: string | null): void {
    if (purpose === null) this.produce(envelope);
    else this.fetchers.take(purpose, envelope);
  }

  /** Answers a fetch when its records are on the wire; the connection is muted until then. */
  respondRead(request: Answerable, body: FetchResponse, sizeBytes: number): void {
    const delayMicros = readDelay(this, body);
    if (delayMicros > 0) this.context.startTimer(delayMicros, new ReplyTimer(request, body, sizeBytes));
    else this.respond(request, body, sizeBytes);
  }

  private produce(envelope: Envelope): void {
    const outcome = handleProduce(this.replicas, this.environment.ledger, envelope, this.context.nowMillis);
    switch (outcome.kind) {
      case 'respond':
        return this.respond(envelope, outcome.response);
      case 'silent':
        if (outcome.hasError) {
          this.context.closeConnection(envelope);
          this.requests.closed(envelope.from, envelope.channel);
        } else {
          this.finish(envelope);
        }
        return;
      case 'wait': {
        const { operation } = outcome;
        const { timeoutMs } = envelope.message.body as { readonly timeoutMs: number };
        const names = operation.statuses.filter((status) => status.acksPending).map((status) => status.topicPartition);
        // Already found incomplete: it only has to be watched.
        this.replicas.producePurgatory.tryCompleteElseWatch(operation, names);
        operation.timer = this.context.startTimer(timeoutMs * 1000, new PurgatoryTimer('produce', operation.id));
      }
    }
  }

  private answerProduce(operation: WaitingProduce): void {
    if (operation.request !== null) this.respond(operation.request, operation.respond());
  }

  private deleteRecords(envelope: Envelope): void {
    const operation = handleDeleteRecords(this.replicas, envelope);
    const names = operation.statuses.filter((status) => status.acksPending).map((status) => status.topicPartition);
    if (this.replicas.deleteRecordsPurgatory.tryCompleteElseWatch(operation, names)) return this.answerDeleteRecords(operation);
    operation.timer = this.context.startTimer(operation.body.timeoutMs * 1000, new PurgatoryTimer('deleteRecords', operation.id));
  }

  private answerDeleteRecords(operation: WaitingDeleteRecords): void {
    if (operation.request !== null) this.respond(operation.request, operation.respond());
  }

  private finish(request: Answerable): void {
    const next = this.requests.finished(request);
    if (next !== null) this.handle(next);
  }

  private onAnswer(request: OutgoingRequest, envelope: Envelope): void {
    const { body } = envelope.message;
    switch (request.purpose) {
      case 'lifecycle':
        return this.controller.onLifecycleAnswer(envelope);
      case 'AlterPartition': {
        const response = body as AlterPartitionResponse;
        // The channel looks for the active controller and asks again; the manager never sees this error.
        if (response.errorCode === errors.NOT_CONTROLLER) return this.controller.resendLater();
        return this.replicas.alterPartitions.onResponse(response, this.context.nowMillis);
      }
      case 'metadata':
        return this.metadata.onAnswer(body);
      case 'producerIds':
        return this.producerIds.onAnswer(body);
      case 'createInternalTopic':
        return this.groups.finder.onAnswer(body);
      default:
        this.fetchers.onAnswer(request, envelope);
    }
  }

  private onFailure(request: OutgoingRequest): void {
    switch (request.purpose) {
      case 'lifecycle':
        return this.controller.onLifecycleFailure();
      case 'AlterPartition':
        return this.controller.resendLater();
      case 'metadata':
        return this.metadata.onFailure();
      case 'producerIds':
        return this.producerIds.onFailure();
      case 'createInternalTopic':
        return this.groups.finder.onFailure();
      default:
        this.fetchers.onFailure(request);
    }
  }

  /** Metadata have caught up for the first time: loads logs, takes up roles, and asks to be unfenced. */
  publishFirst(): void {
    startUp(this);
  }
}
