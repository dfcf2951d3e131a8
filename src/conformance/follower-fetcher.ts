import { PartitionNames } from '../engine/kafka/broker/partition-names.ts';
import type { FetchPartition, FetchPartitionResponse, FetchRequest } from '../engine/kafka/apis/Fetch/messages.ts';
import type { ListOffsetsRequest } from '../engine/kafka/apis/ListOffsets/messages.ts';
import { FetcherConfig } from '../engine/kafka/broker/fetcher-state.ts';
import type { FetcherHost, OffsetTruncation } from '../engine/kafka/broker/fetcher-state.ts';
import { Partition } from '../engine/kafka/broker/partition.ts';
import { deleteRecordsOnLeader } from '../engine/kafka/broker/partition-follower.ts';
import type { PartitionRegistration } from '../engine/kafka/broker/partition-owner.ts';
import { fetchOffsetForTimestamp, fetchRecords } from '../engine/kafka/broker/partition-read.ts';
import { ReplicaFetcher } from '../engine/kafka/broker/replica-fetcher.ts';
import type { FetcherRequest } from '../engine/kafka/broker/replica-fetcher.ts';
import { errorByName } from '../engine/kafka/error-details.ts';
import { errors } from '../engine/kafka/errors.ts';
import { noEvent } from '../engine/kernel/units.ts';
import type { Adapter, Json } from './registry.ts';
import { integer, integers, items, member, text } from './support/log-rows.ts';
import { batchesJson, batchOfRow, errorNameOf, RowBroker, rowRegistry } from './support/replication-rows.ts';

const leaderId = 1;
const followerId = 2;
const startMillis = 1760000000000;
const topicId = 'T1';
const noEpoch = -1;

/** Rounds of a follower's fetcher against a real leader: AbstractFetcherThread between two partitions. */
export const adapter: Adapter = {
  kind: 'follower-fetcher',
  answer(input) {
    const run = new FetcherRun(input);
    return { steps: items(input, 'steps').map((step) => run.step(step)) };
  },
};

/** A fetcher that tells what it cuts, for rows. */
class RecordingFetcher extends ReplicaFetcher {
  readonly calls: Json[] = [];

  protected override truncate(partition: Partition, truncation: OffsetTruncation, nowMillis: number): void {
    this.calls.push({ truncateTo: truncation.offset, truncationCompleted: truncation.truncationCompleted });
    super.truncate(partition, truncation, nowMillis);
  }

  protected override truncateFully(partition: Partition, offset: number, nowMillis: number): void {
    this.calls.push({ truncateFullyAndStartAt: offset });
    super.truncateFully(partition, offset, nowMillis);
  }
}

/** The follower's broker. */
class FollowerBroker extends RowBroker implements FetcherHost {
  readonly partitionNames = new PartitionNames();
  hosted: Partition | null = null;

  hostedPartition(): Partition | null {
    return this.hosted;
  }

  completeDelayedFetches(): void {
    // No consumer waits in these rows.
  }
}

class FetcherRun {
  private readonly leader: Partition;
  private readonly follower: Partition;
  private readonly fetcher: RecordingFetcher;
  private partitionEpoch = 1;

  constructor(input: Json) {
    const leaderBroker = new RowBroker(leaderId, 1, 30000, startMillis);
    const followerBroker = new FollowerBroker(followerId, 1, 30000, startMillis);
    for (const broker of [leaderBroker, followerBroker]) {
      for (const id of [leaderId, followerId]) broker.brokers.set(id, { epoch: 1, fenced: false, inControlledShutdown: false });
    }
    const key = { topic: 'orders', partitionIndex: 0, topicId };
    this.leader = new Partition(rowRegistry, leaderBroker, key);
    this.follower = new Partition(rowRegistry, followerBroker, key);
    fill(this.leader, member(input, 'leader') ?? null);
    fill(this.follower, member(input, 'follower') ?? null);
    this.leader.makeLeader(this.registration(integer(member(input, 'leader'), 'leaderEpoch')), startMillis);
    followerBroker.hosted = this.follower;
    // Recorded without back-off: each round fetches at once.
    const config = new FetcherConfig({ backoffMs: 0 });
    this.fetcher = new RecordingFetcher(rowRegistry, followerBroker, { leaderId, fetcherId: 0 }, config);
  }

  step(step: Json): Json {
    this.fetcher.calls.length = 0;
    switch (text(step, 'op')) {
      case 'becomeFollower':
        this.follower.makeFollower(this.registration(integer(step, 'leaderEpoch')), startMillis);
        this.fetcher.addPartition(this.follower);
        break;
      case 'doWork':
        this.doWork(step);
        break;
      case 'leaderAppend':
        for (let i = 0; i < integer(step, 'records'); i++) {
          this.leader.appendRecordsToLeader(batchOfRow({ timestamps: [startMillis] }), 1, startMillis);
        }
        break;
      case 'leaderNewEpoch':
        this.leader.makeLeader(this.registration(integer(step, 'leaderEpoch')), startMillis);
        break;
      case 'leaderDeleteRecords':
        deleteRecordsOnLeader(this.leader, integer(step, 'offset'));
        break;
      default:
        return { unsupported: `the step ${text(step, 'op')}` };
    }
    const { calls } = this.fetcher;
    return { ...(calls.length === 0 ? {} : { calls: [...calls] }), ...this.stateJson() };
  }

  /** One round of the fetcher: what it asks is answered until it would begin the next round. */
  private doWork(step: Json): void {
    do {
      const request = this.fetcher.nextRequest(startMillis);
      if (request === null) return;
      this.answer(request, step);
    } while (this.fetcher.isRoundOpen);
  }

  private answer(request: FetcherRequest, step: Json): void {
    if (request.api === 'Fetch') this.answerFetch(request.body, step);
    else if (request.api === 'ListOffsets') this.answerListOffsets(request.body);
    else this.fetcher.onDisconnect(startMillis);
  }

  private answerFetch(request: FetchRequest, step: Json): void {
    // The rows were recorded without fetch sessions: every request names the partition.
    const asked = request.topics[0]?.partitions[0];
    if (asked === undefined) return;
    const injected = member(step, 'fetchAnsweredWith');
    const maxBytes = integer(step, 'maxBytes', asked.partitionMaxBytes);
    const answer = typeof injected === 'string' ? failed(codeOf(injected)) : this.read(asked, maxBytes);
    this.fetcher.calls.push({
      fetch: {
        fetchOffset: asked.fetchOffset,
        currentLeaderEpoch: asked.currentLeaderEpoch,
        ...(asked.lastFetchedEpoch === noEpoch ? {} : { lastFetchedEpoch: asked.lastFetchedEpoch }),
        logStartOffset: asked.logStartOffset,
      },
      answer: answerJson(answer),
    });
    const responses = [{ topic: 'orders', topicId, partitions: [answer] }];
    this.fetcher.onFetchResponse({ throttleTimeMs: 0, errorCode: errors.NONE, sessionId: 0, responses }, startMillis);
  }

  private read(asked: FetchPartition, maxBytes: number): FetchPartitionResponse {
    const read = fetchRecords(
      this.leader,
      { replicaId: followerId, replicaEpoch: 1, isolation: 'LOG_END', fetchOnlyLeader: true, event: noEvent },
      {
        fetchOffset: asked.fetchOffset,
        logStartOffset: asked.logStartOffset,
        maxBytes,
        currentLeaderEpoch: asked.currentLeaderEpoch,
        lastFetchedEpoch: asked.lastFetchedEpoch === noEpoch ? null : asked.lastFetchedEpoch,
      },
      { maxBytes, minOneMessage: true, updateFetchState: true, nowMillis: startMillis },
    );
    if (read.kind === 'error') return failed(read.errorCode);
    return {
      ...failed(errors.NONE),
      highWatermark: read.highWatermark,
      lastStableOffset: read.lastStableOffset,
      logStartOffset: read.logStartOffset,
      divergingEpoch: read.divergingEpoch,
      records: read.data?.batches ?? [],
    };
  }

  private answerListOffsets(request: ListOffsetsRequest): void {
    const asked = request.topics[0]?.partitions[0];
    if (asked === undefined) return;
    const result = fetchOffsetForTimestamp(this.leader, asked.timestamp, {
      isolationLevel: null, currentLeaderEpoch: asked.currentLeaderEpoch, fetchOnlyFromLeader: true,
    });
    const errorCode = result.kind === 'error' ? result.errorCode : errors.NONE;
    const found = result.kind === 'error' ? null : result.timestampAndOffset;
    const answer = { offset: found?.offset ?? -1, leaderEpoch: found?.leaderEpoch ?? -1 };
    this.fetcher.calls.push({
      listOffsets: { timestamp: asked.timestamp, currentLeaderEpoch: asked.currentLeaderEpoch },
      answer: errorCode === errors.NONE ? answer : { errorCode: errorNameOf(errorCode) },
    });
    const partitions = [{ partitionIndex: asked.partitionIndex, errorCode, timestamp: -1, ...answer }];
    this.fetcher.onListOffsetsResponse({ throttleTimeMs: 0, topics: [{ name: 'orders', partitions }] }, startMillis);
  }

  private registration(leaderEpoch: number): PartitionRegistration {
    return {
      replicas: [leaderId, followerId],
      isr: [leaderId, followerId],
      addingReplicas: [],
      removingReplicas: [],
      leader: leaderId,
      leaderEpoch,
      partitionEpoch: this.partitionEpoch++,
      leaderRecoveryState: 'RECOVERED',
    };
  }

  private stateJson(): { readonly [key: string]: Json } {
    const { log } = this.follower;
    const state = this.fetcher.fetchState(this.follower.topicPartition);
    return {
      fetchState: state === null ? null : {
        fetchOffset: state.fetchOffset,
        state: state.state,
        currentLeaderEpoch: state.currentLeaderEpoch,
        lastFetchedEpoch: state.lastFetchedEpoch,
        lag: state.lag,
      },
      failed: this.fetcher.isFailed(this.follower.topicPartition),
      follower: {
        logStartOffset: log?.logStartOffset ?? null,
        highWatermark: log?.highWatermark ?? null,
        logEndOffset: log?.logEndOffset ?? null,
        leaderEpochCache: (log?.leaderEpochCache.epochEntries() ?? []).map(({ epoch, startOffset }) => [epoch, startOffset]),
      },
    };
  }
}

/** Fills a partition's log as a row says: one record a batch, each with its epoch. */
function fill(partition: Partition, row: Json): void {
  const log = partition.owner.getOrCreateLog(partition, startMillis);
  const logStartOffset = integer(row, 'logStartOffset');
  if (logStartOffset > 0) log.truncateFullyAndStartAt(logStartOffset, startMillis);
  const batches = integers(row, 'epochOfRecord').map((partitionLeaderEpoch, index) =>
    batchOfRow({ timestamps: [startMillis], baseOffset: logStartOffset + index, partitionLeaderEpoch }),
  );
  for (const batch of batches) log.appendAsFollower([batch], batch.partitionLeaderEpoch, startMillis);
  log.updateHighWatermark(integer(row, 'highWatermark'));
  partition.log = log;
}

function codeOf(name: string): number {
  return errorByName(name)?.code ?? errors.UNKNOWN_SERVER_ERROR;
}

function failed(errorCode: number): FetchPartitionResponse {
  return {
    partitionIndex: 0,
    errorCode,
    highWatermark: -1,
    lastStableOffset: -1,
    logStartOffset: -1,
    abortedTransactions: null,
    divergingEpoch: null,
    currentLeader: null,
    preferredReadReplica: -1,
    records: [],
  };
}

function answerJson(answer: FetchPartitionResponse): Json {
  if (answer.errorCode !== errors.NONE) return { errorCode: errorNameOf(answer.errorCode) };
  return {
    errorCode: 'NONE',
    ...(answer.divergingEpoch === null ? {} : { divergingEpoch: { ...answer.divergingEpoch } }),
    batches: batchesJson(answer.records),
    highWatermark: answer.highWatermark,
    logStartOffset: answer.logStartOffset,
  };
}
