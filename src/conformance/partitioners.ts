import { BuiltInPartitioner, partitionForKey, type TopicPartitions } from '../engine/kafka/clients/partitioners/built-in-partitioner.ts';
import { RoundRobinPartitioner } from '../engine/kafka/clients/partitioners/round-robin-partitioner.ts';
import { serialize, type SerializableValue } from '../engine/kafka/clients/serializers.ts';
import {
  partitionForGroup,
  partitionForShare,
  partitionForTransactionalId,
  shareCoordinatorKey,
} from '../engine/kafka/coordinator/partition-for.ts';
import { javaStringHash } from '../engine/kafka/util/java-hash-order.ts';
import { absoluteValue, murmur2, toPositive } from '../engine/kafka/util/murmur2.ts';
import {
  booleanField,
  bytesOfHex,
  field,
  hexOfBytes,
  listField,
  listOf,
  numberField,
  numbersField,
  objectOf,
  textField,
} from './support/fields.ts';
import type { Adapter, Json } from './registry.ts';

/** Where records, groups, transactions and share partitions go. */
export const adapter: Adapter = {
  kind: 'partitioners',
  answer(input) {
    const kind = textField(input, 'kind');
    switch (kind) {
      case 'key':
        return answerKey(input);
      case 'integer':
        return { toPositive: toPositive(numberField(input, 'n')), abs: absoluteValue(numberField(input, 'n')) };
      case 'roundRobin':
        return answerRoundRobin(input);
      case 'sticky':
        return answerSticky(input);
      case 'coordinator':
        return answerCoordinator(input);
      case 'shareCoordinator':
        return answerShareCoordinator(input);
      default:
        return { unsupported: `partitioner kind ${kind}` };
    }
  },
};

function answerKey(input: Json): Json {
  const serializer = field(input, 'serializer');
  const key = serializer === undefined ? bytesOfHex(textField(input, 'keyHex')) : serialize(keyOf(input));
  const partitions = numbersField(input, 'numPartitions').map((count) => partitionForKey(key, count));
  return { ...(serializer === undefined ? {} : { keyHex: hexOfBytes(key) }), murmur2: murmur2(key), partitions };
}

function keyOf(input: Json): SerializableValue {
  const serializer = textField(input, 'serializer');
  switch (serializer) {
    case 'string':
    case 'uuid':
      return { serializer, value: textField(input, 'key') };
    case 'integer':
    case 'double':
      return { serializer, value: numberField(input, 'key') };
    case 'long':
      return { serializer, value: BigInt(textField(input, 'key')) };
    default:
      throw new Error(`no serializer ${serializer}`);
  }
}

function answerRoundRobin(input: Json): Json {
  const partitioner = new RoundRobinPartitioner();
  const topics = objectOf(field(input, 'hasLeader'), 'hasLeader');
  const steps = listField(input, 'steps').map((step) => {
    const topic = textField(step, 'topic');
    return partitioner.partition({ topicName: topic, topic: topicOf(topics[topic]), key: null, nowMillis: 0 });
  });
  return { steps };
}

function answerSticky(input: Json): Json {
  const partitioner = new BuiltInPartitioner(numberField(input, 'stickyBatchSize'));
  const topic = topicOf(field(input, 'hasLeader'));
  const draws = numbersField(input, 'draws');
  let drawn = 0;
  const nextInt32 = (): number => draws[drawn++] ?? 0;
  const steps = listField(input, 'steps').map((step): Json => {
    const append = field(step, 'append');
    if (append === undefined) {
      updateLoadStats(partitioner, field(step, 'loadStats') ?? null);
      return { rangeEnd: partitioner.loadStatsRangeEnd };
    }
    const info = partitioner.peekCurrentPartitionInfo(topic, nextInt32);
    const enableSwitch = booleanField(append, 'enableSwitch');
    partitioner.updatePartitionInfo(info, numberField(append, 'bytes'), topic, { enableSwitch, nextInt32 });
    return { to: info.partition, next: partitioner.peekCurrentPartitionInfo(topic, nextInt32).partition };
  });
  return { steps };
}

function updateLoadStats(partitioner: BuiltInPartitioner, stats: Json): void {
  if (stats === null) partitioner.updatePartitionLoadStats(null, [], 0);
  else {
    const queueSizes = numbersField(stats, 'queueSizes');
    partitioner.updatePartitionLoadStats(queueSizes, numbersField(stats, 'partitionIds'), numberField(stats, 'length'));
  }
}

function answerCoordinator(input: Json): Json {
  const id = textField(input, 'groupOrTransactionalId');
  const counts = numbersField(input, 'numPartitions');
  return {
    hashCode: javaStringHash(id),
    __consumer_offsets: counts.map((count) => partitionForGroup(id, count)),
    __transaction_state: counts.map((count) => partitionForTransactionalId(id, count)),
  };
}

function answerShareCoordinator(input: Json): Json {
  const coordinatorKey = shareCoordinatorKey(textField(input, 'groupId'), textField(input, 'topicId'), numberField(input, 'partition'));
  return {
    coordinatorKey,
    __share_group_state: numbersField(input, 'numPartitions').map((count) => partitionForShare(coordinatorKey, count)),
  };
}

function topicOf(hasLeader: Json | undefined): TopicPartitions {
  const leaders = listOf(hasLeader, 'hasLeader');
  const availablePartitions = leaders.flatMap((has, partition) => (has === true ? [partition] : []));
  return { partitionCount: leaders.length, availablePartitions };
}
