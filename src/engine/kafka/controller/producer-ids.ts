import { Entity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import { decided, type ControllerResult } from '../metadata/decision.ts';
import { metadataRecord, type RecordFields } from '../metadata/records.ts';
import type { ClusterControl } from './cluster.ts';

/** How many producer ids a broker gets at once. Source: ProducerIdsBlock. */
export const producerIdBlockSize = 1000;

/** A block of producer ids for one broker to give out. */
export interface ProducerIdsBlock {
  readonly producerIdStart: number;
  readonly producerIdLen: number;
}

/** Which producer ids are taken. Source: ProducerIdControlManager. */
export class ProducerIdControl extends Entity {
  private readonly cluster: ClusterControl;
  private nextProducerId = 0;

  constructor(registry: EntityRegistry, cluster: ClusterControl) {
    super(registry);
    this.cluster = cluster;
  }

  /** Gives a broker the next block. Errors: STALE_BROKER_EPOCH. */
  allocate(brokerId: number, brokerEpoch: number): ControllerResult<ProducerIdsBlock> {
    const stale = this.cluster.checkBrokerEpoch(brokerId, brokerEpoch);
    if (stale !== null) return stale;
    const nextProducerId = this.nextProducerId + producerIdBlockSize;
    const record = metadataRecord('ProducerIdsRecord', { brokerId, brokerEpoch, nextProducerId });
    return decided([record], { producerIdStart: this.nextProducerId, producerIdLen: producerIdBlockSize });
  }

  replay({ nextProducerId }: RecordFields['ProducerIdsRecord']): void {
    this.touch();
    this.nextProducerId = nextProducerId;
  }
}
