import type { FetchRequest, FetchResponse } from '../kafka/apis/Fetch/messages.ts';
import type { ElectLeadersRequest } from '../kafka/apis/ElectLeaders/messages.ts';
import type { ProduceRequest, ProduceResponse } from '../kafka/apis/Produce/messages.ts';
import { channels } from '../kafka/broker/channels.ts';
import type { Cluster } from '../kafka/cluster.ts';
import { errors } from '../kafka/errors.ts';
import type { RecordBatch, RecordSource } from '../kafka/log/record-batch.ts';
import type { Envelope } from '../kernel/process.ts';
import type { EventId, NodeId } from '../kernel/units.ts';
import type { WireFault } from './invariant.ts';

/** A produce that has no answer yet. */
interface PendingProduce {
  readonly body: ProduceRequest;
  readonly sentEvent: EventId;
}

/** Requests of one connection that have no answer yet, in order. */
interface OpenConnection {
  generation: number;
  readonly correlations: number[];
}

/** What messages tell of: each is called while the message is being sent, so that the sender's state is the one it was sent in. */
export interface WireListener {
  /** acks=all was answered without error. */
  acknowledged(broker: NodeId, name: string, endOffset: number): void;
  refused(broker: NodeId, name: string, wasWritten: boolean): void;
  served(broker: NodeId, name: string, batch: RecordBatch, isReadCommitted: boolean): void;
  /** Somebody asked for an unclean election of these partitions; null: of all. */
  uncleanElectionAsked(names: readonly string[] | null): void;
  wireFault(fault: WireFault): void;
}

/** Reads the messages of a cluster as they are sent: who was told what, and how many requests are open on each connection. */
export class WireWatch {
  private readonly cluster: Cluster;
  private readonly listener: WireListener;
  private readonly produces = new Map<number, PendingProduce>();
  private readonly readCommitted = new Set<number>();
  private readonly connections = new Map<number, OpenConnection>();
  /** When the records of a produce were written last. */
  private readonly written = new WeakMap<RecordSource, EventId>();

  constructor(cluster: Cluster, listener: WireListener) {
    this.cluster = cluster;
    this.listener = listener;
  }

  onSend(envelope: Envelope): void {
    if (envelope.message.kind === 'request') this.onRequest(envelope);
    else this.onResponse(envelope);
  }

  /** A leader wrote these records. */
  onWritten(batch: RecordBatch, event: EventId): void {
    this.written.set(batch.records, event);
  }

  /** A request was lost although its connection may live on: nobody will answer it. */
  onLost(correlation: number): void {
    for (const { correlations } of this.connections.values()) {
      const index = correlations.indexOf(correlation);
      if (index >= 0) correlations.splice(index, 1);
    }
  }

  private onRequest(envelope: Envelope): void {
    const { api, body, correlationId } = envelope.message;
    if (api === 'Produce') {
      const produce = body as ProduceRequest;
      // Nobody answers acks=0.
      if (produce.acks === 0) return;
      this.produces.set(correlationId, { body: produce, sentEvent: envelope.sentEvent });
    } else if (api === 'Fetch') {
      const fetch = body as FetchRequest;
      if (fetch.replicaId === -1 && fetch.isolationLevel === 1) this.readCommitted.add(correlationId);
    } else if (api === 'ElectLeaders') {
      const { electionType, topicPartitions } = body as ElectLeadersRequest;
      const names = topicPartitions?.flatMap(({ topic, partitions }) => partitions.map((partition) => `${topic}-${String(partition)}`));
      if (electionType === 1) this.listener.uncleanElectionAsked(names ?? null);
    }
    this.open(envelope);
  }

  private onResponse(envelope: Envelope): void {
    const { api, body, correlationId } = envelope.message;
    if (this.cluster.broker(envelope.from) !== null) {
      if (api === 'Produce') this.onProduceResponse(envelope.from, correlationId, body as ProduceResponse);
      else if (api === 'Fetch' && this.cluster.broker(envelope.to) === null)
        this.onFetchResponse(envelope.from, correlationId, body as FetchResponse);
    }
    this.close(envelope);
  }

  private onProduceResponse(broker: NodeId, correlationId: number, response: ProduceResponse): void {
    const pending = this.produces.get(correlationId);
    if (pending === undefined) return;
    this.produces.delete(correlationId);
    for (const [t, topic] of response.responses.entries()) {
      for (const [p, answer] of topic.partitionResponses.entries()) {
        const sent = pending.body.topicData[t]?.partitionData[p];
        if (sent === undefined) continue;
        const name = `${topic.name}-${String(answer.index)}`;
        if (answer.errorCode === errors.NOT_ENOUGH_REPLICAS) {
          this.listener.refused(broker, name, (this.written.get(sent.records.records) ?? -1) > pending.sentEvent);
        } else if (answer.errorCode === errors.NONE && pending.body.acks === -1) {
          this.listener.acknowledged(broker, name, answer.baseOffset + sent.records.lastOffsetDelta + 1);
        }
      }
    }
  }

  private onFetchResponse(broker: NodeId, correlationId: number, response: FetchResponse): void {
    const isReadCommitted = this.readCommitted.delete(correlationId);
    for (const topic of response.responses) {
      for (const partition of topic.partitions) {
        if (partition.records.length === 0) continue;
        const name = `${topic.topic}-${String(partition.partitionIndex)}`;
        for (const batch of partition.records) this.listener.served(broker, name, batch, isReadCommitted);
      }
    }
  }

  private open(envelope: Envelope): void {
    const { from, to, channel, connectionGeneration, message } = envelope;
    const key = connectionKey(from, to, channel);
    let connection = this.connections.get(key);
    if (connection === undefined) {
      connection = { generation: connectionGeneration, correlations: [] };
      this.connections.set(key, connection);
    } else if (connection.generation !== connectionGeneration) {
      connection.generation = connectionGeneration;
      connection.correlations.length = 0;
    }
    if (connection.correlations.length > 0 && isOneAtATime(envelope) && this.cluster.broker(from) !== null) {
      this.listener.wireFault({ from, to, api: message.api, kind: 'second request' });
    }
    connection.correlations.push(message.correlationId);
  }

  private close(envelope: Envelope): void {
    const { from, to, channel, connectionGeneration, message } = envelope;
    const connection = this.connections.get(connectionKey(to, from, channel));
    if (connection?.generation !== connectionGeneration) return;
    const { correlations } = connection;
    const index = correlations.indexOf(message.correlationId);
    if (index > 0) this.listener.wireFault({ from, to, api: message.api, kind: 'answer out of order' });
    if (index >= 0) correlations.splice(index, 1);
  }
}

/** Fetchers and the changes of ISRs wait for one answer before they send the next request. */
function isOneAtATime({ message, channel }: Envelope): boolean {
  return message.api === 'AlterPartition' || (channel >= channels.replicaFetcher && channel < channels.client);
}

function connectionKey(opener: NodeId, server: NodeId, channel: number): number {
  return (opener * 8192 + server) * 256 + channel;
}
