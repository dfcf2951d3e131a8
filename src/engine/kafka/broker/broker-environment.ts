import type { ThenRule } from '../../../contract/scenario.ts';
import { Shared } from '../../kernel/state.ts';
import type { NodeId } from '../../kernel/units.ts';
import type { BrokerRegistrationRequest } from '../apis/BrokerRegistration/messages.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { BatchCompressor } from '../log/batch-compressor.ts';
import type { Mutations } from '../mutations.ts';
import { PartitionNames } from './partition-names.ts';

/** What every broker of a cluster shares and never changes. */
export class BrokerEnvironment extends Shared {
  readonly clusterId: string;
  readonly controllers: readonly NodeId[];
  readonly ledger: Ledger;
  readonly mutations: Mutations;
  /** What brokers say that they support when they register. */
  readonly features: BrokerRegistrationRequest['features'];
  /** Null where nobody handed in codecs: nothing is compressed then. */
  readonly compressor: BatchCompressor | null;
  /** Rules of earlier brokers that these go by. */
  readonly then: readonly ThenRule[];
  readonly partitionNames = new PartitionNames();

  constructor(fields: Omit<BrokerEnvironment, keyof Shared | 'partitionNames'>) {
    super();
    this.clusterId = fields.clusterId;
    this.controllers = fields.controllers;
    this.ledger = fields.ledger;
    this.mutations = fields.mutations;
    this.features = fields.features;
    this.compressor = fields.compressor;
    this.then = fields.then;
  }
}
