import { placeReplicas, type UsableBroker } from '../engine/kafka/controller/replica-placer.ts';
import { errorException } from '../engine/kafka/error-details.ts';
import { field, listField, numberField, numbersField, booleanField } from './support/fields.ts';
import type { Adapter, Json } from './registry.ts';

/** Placement of new partitions with the draws given. */
export const adapter: Adapter = {
  kind: 'replica-placement',
  answer(input) {
    const draws = numbersField(input, 'draws');
    let drawn = 0;
    const random = { nextInt: (bound: number) => (draws[drawn++] ?? 0) % bound };
    const spec = { partitionCount: numberField(input, 'numPartitions'), replicationFactor: numberField(input, 'replicationFactor') };
    const placement = placeReplicas(spec, listField(input, 'brokers').map(brokerOf), random);
    if (placement.kind === 'refused') return { error: errorException(placement.errorCode), message: placement.message };
    return { replicas: placement.replicas };
  },
};

function brokerOf(row: Json): UsableBroker {
  const rack = field(row, 'rack');
  return { id: numberField(row, 'id'), rack: typeof rack === 'string' ? rack : null, fenced: booleanField(row, 'fenced') };
}
