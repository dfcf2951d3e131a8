import type { InitProducerIdRequest, InitProducerIdResponse } from '../../apis/InitProducerId/messages.ts';
import { errorByCode } from '../../error-details.ts';
import { errors, isRetriable } from '../../errors.ts';
import { clientErrorOf, kafkaException, type ClientError } from '../common/client-error.ts';
import { RequestPurpose } from '../common/in-flight-requests.ts';
import type { TransactionManager } from './transaction-manager.ts';

/** In which order waiting requests go. Source: TransactionManager.Priority. */
const txnRequestPriority = { findCoordinator: 0, initProducerId: 1, addPartitionsOrOffsets: 2, endTxn: 3, epochBump: 4 } as const;

/** A request about identity or transactions, kept until it has succeeded or failed for good. Source: TxnRequestHandler. */
export abstract class TxnRequestHandler extends RequestPurpose {
  /** True once it has to be sent again: it then waits for retry.backoff.ms. */
  isRetry = false;

  abstract readonly api: string;
  abstract readonly priority: number;
  /** The request's fields now. */
  abstract request(): object;
  abstract readonly requestSizeBytes: number;
  /** Which coordinator must be asked; null: any broker. */
  abstract readonly coordinatorType: 'transaction' | 'group' | null;
  abstract handleResponse(manager: TransactionManager, body: object): void;

  get isEndTxn(): boolean {
    return false;
  }

  /** Asks again after a backoff. */
  reenqueue(manager: TransactionManager): void {
    this.isRetry = true;
    manager.enqueueRequest(this);
  }

  fatalError(manager: TransactionManager, error: ClientError): void {
    manager.transitionToFatalError(error);
  }

  abortableError(manager: TransactionManager, error: ClientError): void {
    manager.transitionToAbortableError(error);
  }
}

/** Asks for a producer id, or for the next epoch of one. Source: TransactionManager.InitProducerIdHandler. */
export class InitProducerIdHandler extends TxnRequestHandler {
  readonly api = 'InitProducerId';
  readonly requestSizeBytes = 60;
  readonly coordinatorType: 'transaction' | null;
  private readonly fields: InitProducerIdRequest;
  private readonly isEpochBump: boolean;

  constructor(fields: InitProducerIdRequest, isEpochBump: boolean) {
    super();
    this.fields = fields;
    this.isEpochBump = isEpochBump;
    this.coordinatorType = fields.transactionalId === null ? null : 'transaction';
  }

  get priority(): number {
    return this.isEpochBump ? txnRequestPriority.epochBump : txnRequestPriority.initProducerId;
  }

  request(): InitProducerIdRequest {
    return this.fields;
  }

  handleResponse(manager: TransactionManager, body: object): void {
    const response = body as InitProducerIdResponse;
    const { errorCode } = response;
    switch (errorCode) {
      case errors.NONE:
        manager.producerIdAssigned({ producerId: response.producerId, epoch: response.producerEpoch }, this.isEpochBump);
        return;
      case errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
      case errors.CLUSTER_AUTHORIZATION_FAILED:
      case errors.TRANSACTION_ABORTABLE:
        this.abortableError(manager, clientErrorOf(errorCode));
        return;
      case errors.INVALID_PRODUCER_EPOCH:
      case errors.PRODUCER_FENCED:
        this.fatalError(manager, clientErrorOf(errors.PRODUCER_FENCED));
        return;
      default:
        if (isRetriable(errorCode)) this.reenqueue(manager);
        else {
          const message = errorByCode(errorCode).message ?? '';
          this.fatalError(manager, kafkaException(`Unexpected error in InitProducerIdResponse; ${message}`));
        }
    }
  }
}
