import { Timer } from '../../kernel/process.ts';
import type { Answerable, Envelope } from '../../kernel/process.ts';
import type { RegexResolution } from '../coordinator/context.ts';

/** What a broker does by the clock. */
export type BrokerTask =
  | 'lifecycle'
  | 'fetchMetadata'
  | 'alterPartitionRetry'
  | 'isrExpiration'
  | 'highWatermarkCheckpoint'
  | 'osWriteback'
  | 'retention'
  | 'cleaner'
  | 'flushDirtyLogs'
  | 'flushRolled'
  | 'recoveryPointCheckpoint'
  | 'logStartOffsetCheckpoint'
  | 'deleteFiles'
  | 'producerIds'
  | 'replicaFetchers'
  | 'controlledShutdownLimit'
  | 'logDirFailure'
  | 'hardwareWriteback';

/** One of a broker's own tasks is due. */
export class TaskTimer extends Timer {
  readonly task: BrokerTask;

  constructor(task: BrokerTask) {
    super();
    this.task = task;
  }
}

/** A request that this broker sent has had no answer for too long. */
export class RequestTimeout extends Timer {
  readonly correlationId: number;

  constructor(correlationId: number) {
    super();
    this.correlationId = correlationId;
  }
}

/** The disk has taken what came with this message: a produce, or a leader's answer to our fetch (`purpose`). */
export class DiskTimer extends Timer {
  readonly envelope: Envelope;
  readonly purpose: string | null;

  constructor(envelope: Envelope, purpose: string | null) {
    super();
    this.envelope = envelope;
    this.purpose = purpose;
  }
}

/** The machine has read and sent what answers a fetch. */
export class ReplyTimer extends Timer {
  readonly request: Answerable;
  readonly body: object;
  readonly sizeBytes: number;

  constructor(request: Answerable, body: object, sizeBytes: number) {
    super();
    this.request = request;
    this.body = body;
    this.sizeBytes = sizeBytes;
  }
}

/** What a group coordinator's timer is for. */
export type CoordinatorTimerPurpose =
  { readonly kind: 'load' } | { readonly kind: 'due' } | { readonly kind: 'regex'; readonly work: RegexResolution };

/** A group coordinator of this broker has something to do. */
export class CoordinatorTimer extends Timer {
  readonly partition: number;
  readonly purpose: CoordinatorTimerPurpose;
  /** The epoch of the election that set it. */
  readonly leaderEpoch: number;

  constructor(partition: number, purpose: CoordinatorTimerPurpose, leaderEpoch: number) {
    super();
    this.partition = partition;
    this.purpose = purpose;
    this.leaderEpoch = leaderEpoch;
  }
}

/** A request that waits in a purgatory has waited long enough. */
export class PurgatoryTimer extends Timer {
  readonly purgatory: 'produce' | 'fetch' | 'deleteRecords';
  readonly operationId: number;

  constructor(purgatory: PurgatoryTimer['purgatory'], operationId: number) {
    super();
    this.purgatory = purgatory;
    this.operationId = operationId;
  }
}
