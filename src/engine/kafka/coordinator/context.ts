import type { EmbeddedProtocol } from './embedded-protocol.ts';
import type { ApiFailure } from './failure.ts';
import type { GroupNews } from './news.ts';
import type { CoordinatorRecord } from './records.ts';
import type { ResponseData } from './result.ts';

/** What the coordinator knows of one topic. */
export interface CoordinatorTopic {
  readonly topicId: string;
  readonly name: string;
  readonly partitionCount: number;
  /** The racks of each partition's replicas. */
  readonly racks: readonly (readonly string[])[];
}

/** The topics of the cluster, as the newest metadata image has them. Source: CoordinatorMetadataImage. */
export interface CoordinatorTopics {
  /** The offset of the image. */
  readonly version: number;
  byName(name: string): CoordinatorTopic | undefined;
  byId(topicId: string): CoordinatorTopic | undefined;
  names(): readonly string[];
}

/** The producer of a transactional record. */
export interface RecordProducer {
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** How an append went: the offset after the last record, or why nothing was written. */
export type AppendOutcome = { readonly kind: 'appended'; readonly endOffset: number } | ApiFailure;

/** The partition of `__consumer_offsets`: takes records at the log end. */
export interface CoordinatorLog {
  append(records: readonly CoordinatorRecord[], producer: RecordProducer | null): AppendOutcome;
  appendMarker(producer: RecordProducer, isCommit: boolean, coordinatorEpoch: number): AppendOutcome;
  /** Asks the transaction's coordinator whether the producer's transaction includes this partition; null: it does. */
  verifyTransaction(producer: RecordProducer, transactionalId: string): ApiFailure | null;
}

/** What the coordinator sees of the world in one step: time, chance, topics, its log, and those who wait for answers. */
export interface CoordinatorContext {
  readonly nowMillis: number;
  readonly topics: CoordinatorTopics;
  readonly embedded: EmbeddedProtocol;
  readonly log: CoordinatorLog;
  /** A new member id: the prefix and a random part, or a random id alone when there is no prefix. */
  generateMemberId(prefix: string): string;
  /** Says at its end that a request has its answer. */
  answer(token: number, response: ResponseData): void;
  /** Says what a learner should hear; nothing depends on it. */
  tell(news: GroupNews): void;
  /** Resolves regular expressions in the background; by calling GroupCoordinatorShard.resolveRegularExpressions. */
  resolveRegularExpressions(request: RegexResolution): void;
}

/** Work for the background: which regular expressions of a group to resolve against the topics. */
export interface RegexResolution {
  readonly groupId: string;
  readonly memberId: string;
  readonly regexes: readonly string[];
}

/** Who asks. */
export interface RequestContext {
  /** Names the request, so that its answer finds it; null for what the coordinator does by itself. */
  readonly token: number;
  readonly apiVersion: number;
  readonly clientId: string;
  readonly clientHost: string;
}
