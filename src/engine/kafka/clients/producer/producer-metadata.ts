import type { MetadataRequest, MetadataResponse } from '../../apis/Metadata/messages.ts';
import { errors } from '../../errors.ts';
import type { ClientEnvironment } from '../common/client-environment.ts';
import { clientErrorOf, type ClientError } from '../common/client-error.ts';
import { Metadata, type MetadataSettings } from '../common/metadata.ts';

/** A producer's metadata: only topics that it writes to, each until it has been idle for metadata.max.idle.ms. Source: ProducerMetadata. */
export class ProducerMetadata extends Metadata {
  /** When each topic is forgotten. */
  readonly topics = new Map<string, number>();
  readonly newTopics = new Set<string>();
  /** Errors of the latest answer. */
  private topicErrors = new Map<string, number>();
  private readonly metadataMaxIdleMillis: number;

  constructor(settings: MetadataSettings & { readonly metadataMaxIdleMillis: number }, environment: ClientEnvironment) {
    super(settings, environment);
    this.metadataMaxIdleMillis = settings.metadataMaxIdleMillis;
  }

  /** A topic is in use. A new one is asked for at once. */
  add(topic: string, nowMillis: number): void {
    const expiryMillis = nowMillis + this.metadataMaxIdleMillis;
    const known = this.topics.get(topic);
    if (known === expiryMillis) return;
    this.topics.set(topic, expiryMillis);
    if (known !== undefined) return;
    this.newTopics.add(topic);
    this.requestUpdateForNewTopics();
  }

  /** Asks for a topic again; returns the version that the next answer will exceed. */
  requestUpdateForTopic(topic: string): number {
    return this.newTopics.has(topic) ? this.requestUpdateForNewTopics() : this.requestUpdate();
  }

  override update(requestVersion: number, response: MetadataResponse, isPartialUpdate: boolean, nowMillis: number): void {
    super.update(requestVersion, response, isPartialUpdate, nowMillis);
    this.topicErrors = new Map();
    for (const topic of response.topics) {
      this.newTopics.delete(topic.name);
      if (topic.errorCode !== errors.NONE) this.topicErrors.set(topic.name, topic.errorCode);
    }
  }

  /** Takes the error that a send to this topic fails with at once; null when it may wait on. Source: maybeThrowExceptionForTopic. */
  takeErrorForTopic(topic: string): ClientError | null {
    const { invalidTopics, unauthorizedTopics } = this;
    this.invalidTopics = new Set();
    this.unauthorizedTopics = new Set();
    if (unauthorizedTopics.has(topic)) {
      return clientErrorOf(errors.TOPIC_AUTHORIZATION_FAILED, `Not authorized to access topics: [${topic}]`);
    }
    if (invalidTopics.has(topic)) return clientErrorOf(errors.INVALID_TOPIC_EXCEPTION, `Invalid topics: [${topic}]`);
    return null;
  }

  protected override fullRequest(): MetadataRequest {
    return { topics: [...this.topics.keys()].map((name) => ({ name })), allowAutoTopicCreation: true };
  }

  protected override newTopicsRequest(): MetadataRequest {
    return { topics: [...this.newTopics].map((name) => ({ name })), allowAutoTopicCreation: true };
  }

  protected override retainTopic(topic: string, _isInternal: boolean, nowMillis: number): boolean {
    const expireMillis = this.topics.get(topic);
    if (expireMillis === undefined) return false;
    if (this.newTopics.has(topic) || expireMillis > nowMillis) return true;
    this.topics.delete(topic);
    return false;
  }
}
