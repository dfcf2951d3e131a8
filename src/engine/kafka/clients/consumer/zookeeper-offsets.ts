import type { NodeId } from '../../../kernel/units.ts';
import type { GetDataRequest, GetDataResponse, SetDataRequest } from '../../apis/ZooKeeper/messages.ts';
import { offsetPath } from '../../zookeeper/znode-path.ts';
import type { ClientEnvironment } from '../common/client-environment.ts';
import type { ClientError } from '../common/client-error.ts';
import type { ClassicConsumer } from './classic-consumer.ts';
import { coordinatorNodeId } from './client-wire.ts';
import { ConsumerCoordinator } from './consumer-coordinator.ts';
import { ConsumerRequest } from './consumer-network-client.ts';
import type { ConsumerSettings } from './consumer-settings.ts';
import { coordinatorNotAvailable } from './group-error.ts';
import type { CommitOffsets } from './group-listener.ts';
import type { CommitCallback, CommittedOffsets } from './offset-requests.ts';
import { failedFuture, RequestFuture } from './request-future.ts';
import type { CommittedOffset } from './task.ts';
import type { PartitionName } from './topic-partition.ts';

const requestBytes = 80;

/**
 * Where the consumer of Kafka 0.8 keeps offsets (offsets.storage=zookeeper): no coordinator, no generation, no record. A commit is one
 * write for each partition, one after the other, and whoever writes last is right.
 * Source: ZookeeperConsumerConnector.commitOffsets, addPartitionTopicInfo (Kafka 0.8).
 */
export class ZooKeeperOffsets extends ConsumerCoordinator {
  private readonly server: NodeId;

  constructor(settings: ConsumerSettings, environment: ClientEnvironment, nowMillis: number, server: NodeId) {
    super(settings, environment, [], nowMillis);
    this.server = server;
  }

  /** There is nothing to look up: zookeeper.connect names the servers. */
  override lookupStore(consumer: ClassicConsumer): RequestFuture<object> {
    const future = new RequestFuture<object>();
    this.member.coordinator = coordinatorNodeId(this.server);
    consumer.client.network.ready(this.member.coordinator, consumer.nowMillis);
    future.complete({});
    this.onFindCoordinatorDone(consumer, future);
    return future;
  }

  override sendCommit(consumer: ClassicConsumer, offsets: CommitOffsets, callback: CommitCallback | null): RequestFuture<object> {
    const future = new RequestFuture<object>();
    if (offsets.size === 0) future.complete({});
    else if (this.member.checkAndGetCoordinator(consumer) === null) return failedFuture(coordinatorNotAvailable());
    else {
      consumer.groupListener.onCommitSent(offsets, callback?.kind === 'autoCommit');
      this.writeNext(consumer, { offsets, callback, future, rest: [...offsets.keys()] });
    }
    return future;
  }

  override sendFetch(consumer: ClassicConsumer, partitions: readonly PartitionName[]): RequestFuture<CommittedOffsets> {
    const future = new RequestFuture<CommittedOffsets>();
    this.readNext(consumer, { future, rest: partitions, found: new Map() });
    return future;
  }

  /** Writes the next znode of a commit; the callback hears when the last is written. */
  writeNext(consumer: ClassicConsumer, commit: Writes): void {
    const { offsets, callback, future, rest } = commit;
    const [partition] = rest;
    if (partition === undefined) {
      future.complete({});
      if (callback !== null) this.onAsyncCommitDone(callback, offsets, null);
      return;
    }
    const body: SetDataRequest = {
      path: offsetPath(this.member.groupId, partition),
      data: String(offsets.get(partition)?.offset ?? -1),
    };
    this.send(consumer, 'setData', body, new SetDataPurpose({ ...commit, rest: rest.slice(1) }));
  }

  /** Reads the next znode. */
  readNext(consumer: ClassicConsumer, lookup: Reads): void {
    const { future, rest, found } = lookup;
    const [partition] = rest;
    if (partition === undefined) return future.complete(found);
    const body: GetDataRequest = { path: offsetPath(this.member.groupId, partition) };
    this.send(consumer, 'getData', body, new GetDataPurpose(lookup));
  }

  /** The connection is gone: the next attempt opens another. */
  onServerLost(error: ClientError): void {
    if (error.exception === 'DisconnectException') this.member.coordinator = null;
  }

  private send(consumer: ClassicConsumer, api: string, body: object, request: ConsumerRequest): void {
    const nodeId = coordinatorNodeId(this.server);
    consumer.client.send({ nodeId, api, body, sizeBytes: requestBytes, request }, consumer.nowMillis);
    consumer.client.transmitSends(consumer.nowMillis);
  }
}

/** A commit, and the partitions whose znodes are not written yet. */
interface Writes {
  readonly offsets: CommitOffsets;
  readonly callback: CommitCallback | null;
  readonly future: RequestFuture<object>;
  readonly rest: readonly PartitionName[];
}

/** A lookup, the partitions that are not read yet, and what was found. */
interface Reads {
  readonly future: RequestFuture<CommittedOffsets>;
  readonly rest: readonly PartitionName[];
  readonly found: ReadonlyMap<PartitionName, CommittedOffset | null>;
}

/** One znode's write on its way. */
class SetDataPurpose extends ConsumerRequest {
  private readonly commit: Writes;

  constructor(commit: Writes) {
    super();
    this.commit = commit;
  }

  onSuccess(consumer: ClassicConsumer): void {
    zooKeeperOf(consumer)?.writeNext(consumer, this.commit);
  }

  onFailure(consumer: ClassicConsumer, error: ClientError): void {
    const { future, callback, offsets } = this.commit;
    const source = zooKeeperOf(consumer);
    source?.onServerLost(error);
    future.raise(error);
    if (callback !== null) source?.onAsyncCommitDone(callback, offsets, error);
  }
}

/** One znode's read on its way. */
class GetDataPurpose extends ConsumerRequest {
  private readonly lookup: Reads;

  constructor(lookup: Reads) {
    super();
    this.lookup = lookup;
  }

  onSuccess(consumer: ClassicConsumer, body: object): void {
    const { future, rest, found } = this.lookup;
    const [partition] = rest;
    const { data } = body as GetDataResponse;
    const offset = data === null ? null : { offset: Number(data), leaderEpoch: null };
    const known = partition === undefined ? found : new Map([...found, [partition, offset]]);
    zooKeeperOf(consumer)?.readNext(consumer, { future, rest: rest.slice(1), found: known });
  }

  onFailure(consumer: ClassicConsumer, error: ClientError): void {
    zooKeeperOf(consumer)?.onServerLost(error);
    this.lookup.future.raise(error);
  }
}

function zooKeeperOf({ assignmentSource }: ClassicConsumer): ZooKeeperOffsets | null {
  return assignmentSource instanceof ZooKeeperOffsets ? assignmentSource : null;
}
