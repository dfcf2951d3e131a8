import type { Envelope } from '../../kernel/process.ts';
import { Entity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import type { AllocateProducerIdsResponse } from '../apis/AllocateProducerIds/messages.ts';
import type { InitProducerIdResponse } from '../apis/InitProducerId/messages.ts';
import { errors } from '../errors.ts';
import type { Broker } from './broker.ts';
import { channels } from './channels.ts';

const retryMillis = 50;

/**
 * Gives producer ids out of a block that the controller gave this broker. While there is no block, requests get
 * COORDINATOR_LOAD_IN_PROGRESS and
 * clients ask again. Source: RPCProducerIdManager.
 */
export class ProducerIdManager extends Entity {
  private readonly broker: Broker;
  private next = 0;
  private end = 0;
  private isAsking = false;

  constructor(registry: EntityRegistry, broker: Broker) {
    super(registry);
    this.broker = broker;
  }

  handle(envelope: Envelope): void {
    if (this.next >= this.end) {
      this.ask();
      const response: InitProducerIdResponse = {
        throttleTimeMs: 0,
        errorCode: errors.COORDINATOR_LOAD_IN_PROGRESS,
        producerId: -1,
        producerEpoch: -1,
      };
      return this.broker.respond(envelope, response);
    }
    this.touch();
    const producerId = this.next++;
    // The next block is fetched before this one is used up (Kafka: at 90 %).
    if (this.end - this.next < 100) this.ask();
    this.broker.respond(envelope, {
      throttleTimeMs: 0,
      errorCode: errors.NONE,
      producerId,
      producerEpoch: 0,
    } satisfies InitProducerIdResponse);
  }

  onAnswer(body: object): void {
    const response = body as AllocateProducerIdsResponse;
    this.touch();
    this.isAsking = false;
    if (response.errorCode !== errors.NONE) return this.broker.after('producerIds', retryMillis);
    if (this.next < this.end) return;
    this.next = response.producerIdStart;
    this.end = response.producerIdStart + response.producerIdLen;
  }

  onFailure(): void {
    this.touch();
    this.isAsking = false;
    this.broker.after('producerIds', retryMillis);
  }

  retry(): void {
    if (this.next >= this.end) this.ask();
  }

  clear(): void {
    this.touch();
    this.next = 0;
    this.end = 0;
    this.isAsking = false;
  }

  private ask(): void {
    if (this.isAsking) return;
    this.touch();
    this.isAsking = true;
    const { context, brokerEpoch, controller } = this.broker;
    controller.send('AllocateProducerIds', channels.forwarding, { brokerId: context.self, brokerEpoch }, 'producerIds');
  }
}
