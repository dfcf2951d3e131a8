import type { Channel, Context } from '../../../kernel/process.ts';
import type { Micros, NodeId } from '../../../kernel/units.ts';
import { channels } from '../../broker/channels.ts';
import { interceptorCalled, sendBlocked } from './events.ts';
import type { KafkaProducer } from './kafka-producer.ts';
import type { ProducerSettings } from './producer-config.ts';
import type { Workload, WorkloadSettings } from './workload.ts';

/** The connection that a producer reaches a node on: bootstrap addresses have negative ids. */
export function channelOfNode(nodeId: number): Channel {
  return nodeId >= 0 ? channels.client : channels.bootstrap;
}

/** The client's number of a node: those that it knew at first by their addresses have numbers below 0. */
export function nodeOfPeer(bootstrap: readonly NodeId[], peer: NodeId, channel: Channel): number {
  return channel === channels.bootstrap ? -1 - bootstrap.indexOf(peer) : peer;
}

/** What a workload has still to send, to go on with other settings where it stood. */
export function restOf({ settings, nextNumber }: Workload, nowMicros: Micros): WorkloadSettings {
  const { recordCount, firstNumber = 0 } = settings;
  const left = recordCount === null ? null : Math.max(0, recordCount - nextNumber);
  return { ...settings, startMicros: nowMicros, recordCount: left, firstNumber: firstNumber + nextNumber };
}

/** send() waits: says for what. */
export function emitBlocked(context: Context, producer: KafkaProducer | null, topic: string): void {
  const reason = producer?.blocked.some(({ stage }) => stage === 'memory') === true ? 'memory' : 'metadata';
  const availableBytes = producer?.accumulator.pool.availableMemoryBytes ?? 0;
  context.emit(sendBlocked, { topic: context.name(topic), reason: context.name(reason), availableBytes });
}

/** The producer is made or has been closed: its interceptors are told, in their order. Source: ProducerInterceptors. */
export function emitInterceptors(context: Context, { interceptors }: ProducerSettings, call: 'configure' | 'close'): void {
  for (const name of interceptors)
    context.emit(interceptorCalled, { interceptor: context.name(name), call: context.name(call), isFailing: 0 });
}
