import { Timer } from '../../../kernel/process.ts';
import type { NodeId } from '../../../kernel/units.ts';
import type { BatchCompressor } from '../../log/batch-compressor.ts';
import type { CallerCosts } from './caller-costs.ts';
import type { LedgerPort } from './process-observer.ts';
import type { ProducerSettings } from './producer-config.ts';
import type { WorkloadSettings } from './workload.ts';

/** The sender has something to look at. */
export class PollTimer extends Timer {}

/** The workload's next records are due. */
export class WorkloadTimer extends Timer {}

/** close(timeout) has run out. */
export class CloseTimer extends Timer {}

/** What a producer's process is made of. */
export interface ProducerProcessOptions {
  readonly settings: ProducerSettings;
  /** Brokers that the application knows at first. */
  readonly bootstrap: readonly NodeId[];
  readonly ledger: LedgerPort;
  readonly workload: WorkloadSettings | null;
  readonly costs?: CallerCosts;
  /** Ask each broker for its API versions first; for brokers that answer it. */
  readonly discoverBrokerVersions?: boolean;
  /** How compression.type is carried out; absent where nobody has codecs. */
  readonly compressor?: BatchCompressor | null;
}

/** A record that a person or a program hands to send(). The ledger gives it a number unless it has one. */
export interface RecordToSend {
  readonly topic: string;
  /** Null: by key, or the producer's choice. */
  readonly partition: number | null;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers?: readonly (readonly [string, string | null])[];
  readonly ledgerId?: number;
}
