/** Names of the things on the stage, made of the same facts as their marks, for people who listen. */
import type { Words } from '../../app/words.ts';
import { printSet } from '../../texts/format.ts';
import type { BrokerRow, ConsumerRow, PartitionRow, ProducerRow, ReplicaRow } from './rows.ts';

/** "Broker 3, running, fenced, leads nothing". */
export function brokerName(broker: BrokerRow, words: Words): string {
  return [words.t('object.broker', { broker: broker.broker }), brokerState(broker, words), leadsWords(broker, words)].join(', ');
}

/** What a broker's process does and what the controller thinks of it; both, where they differ. */
export function brokerState(broker: BrokerRow, words: Words): string {
  const process = words.t(`process.${broker.process}`);
  if (broker.registration === 'active' || broker.process === 'down') return process;
  return `${process}, ${words.t(`registration.${broker.registration}`)}`;
}

/** What a broker leads. */
export function leadsWords(broker: BrokerRow, words: Words): string {
  if (broker.leads.length === 0) return words.t('broker.leads-nothing');
  if (broker.leads.length > 3) return words.t('broker.leads-count', { count: broker.leads.length });
  return words.t('broker.leads', { partitions: joinWords(broker.leads, words) });
}

/** "orders-0 and orders-2". */
export function joinWords(list: readonly string[], words: Words): string {
  const last = list.at(-1) ?? '';
  return list.length < 2 ? last : words.t('list.and', { list: list.slice(0, -1).join(words.t('list.comma')), last });
}

/** "orders-0 on broker 2, in sync, log end 43, high watermark 41; broker 1 thinks 42". */
export function replicaName(replica: ReplicaRow, partition: PartitionRow | undefined, words: Words): string {
  const name = words.t('object.replica', {
    partition: replica.partition,
    broker: replica.broker,
    role: words.t(`role.${replica.role}`),
    end: replica.logEndOffset,
    watermark: replica.highWatermark,
  });
  const thinks = replica.leaderThinksLogEndOffset;
  return thinks >= 0 && thinks !== replica.logEndOffset
    ? `${name}; ${words.t('replica.leader-thinks', { leader: partition?.leader ?? -1, offset: thinks })}`
    : name;
}

/** "Partition orders-0, leader 1, epoch 3, in sync {1, 2}". */
export function partitionName(partition: PartitionRow, words: Words): string {
  const parts = [
    words.t('object.partition', { partition: partition.id }),
    leaderWords(partition, words),
    words.t('partition.in-sync', { isr: printSet(partition.isr) }),
  ];
  if (partition.trouble !== null) parts.push(troubleWords(partition, words));
  return parts.join(', ');
}

/** "leader 1, epoch 3". */
export function leaderWords(partition: PartitionRow, words: Words): string {
  return partition.leader < 0
    ? words.t('partition.no-leader', { epoch: partition.leaderEpoch })
    : words.t('partition.leader', { leader: partition.leader, epoch: partition.leaderEpoch });
}

/** The clause of a partition in trouble. */
export function troubleWords(partition: PartitionRow, words: Words): string {
  return partition.trouble === null
    ? ''
    : words.t(`trouble.${partition.trouble}`, { count: partition.troubleCount, broker: partition.troubleBroker, minIsr: partition.minIsr });
}

/** "Producer checkout, acks=all, 3 of 5 requests in flight". */
export function producerName(producer: ProducerRow, words: Words): string {
  return [
    words.t('object.producer', { name: producer.id }),
    `acks=${producer.acks}`,
    words.t('producer.in-flight', { count: producer.inFlightCount, max: producer.maxInFlight }),
  ].join(', ');
}

/** "Consumer billing, orders-0 next 42, waiting in poll()". */
export function consumerName(consumer: ConsumerRow, words: Words): string {
  const positions = consumer.partitions.map(
    (partition, index) => `${partition} ${words.t('consumer.next', { offset: consumer.positions[index] ?? -1 })}`,
  );
  return [words.t('object.consumer', { name: consumer.id }), ...positions, consumerDoing(consumer, words)].join(', ');
}

/** What a consumer does now. */
export function consumerDoing(consumer: ConsumerRow, words: Words): string {
  return consumer.isRunning ? words.t(`consumer.${consumer.doing}`, { offset: consumer.processingOffset }) : words.t('consumer.stopped');
}
