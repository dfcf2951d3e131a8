import { addLast, takeFirst } from '../../../kernel/grown.ts';
import { State } from '../../../kernel/state.ts';
import { assert } from '../../../kernel/units.ts';

/** Why a request was sent: what to do with its outcome. Subclasses hold the client's own state. */
export abstract class RequestPurpose extends State {}

/** What a request in flight has of the request as it was asked for. */
type NewRequestFields = Pick<InFlightRequest, 'nodeId' | 'api' | 'sizeBytes' | 'purpose' | 'body'>;

/** A request on its way. Source: NetworkClient.InFlightRequest. */
export class InFlightRequest extends State {
  readonly nodeId: number;
  readonly correlationId: number;
  /** Kafka's API name. */
  readonly api: string;
  readonly sentMillis: number;
  readonly requestTimeoutMillis: number;
  readonly sizeBytes: number;
  /** Null for what the client itself asks: metadata, API versions. */
  readonly purpose: RequestPurpose | null;
  /** Its fields with Kafka's names, never changed; null once it is on the wire. */
  body: object | null;
  /** A broker that throttles does not count its silence. */
  throttleMillis = 0;

  constructor(request: NewRequestFields, correlationId: number, sentMillis: number, requestTimeoutMillis: number) {
    super();
    this.nodeId = request.nodeId;
    this.correlationId = correlationId;
    this.api = request.api;
    this.sentMillis = sentMillis;
    this.requestTimeoutMillis = requestTimeoutMillis;
    this.sizeBytes = request.sizeBytes;
    this.purpose = request.purpose;
    this.body = request.body;
  }

  /** What to put on the wire: who waits for an answer need not keep it. */
  takeBody(): object {
    const { body } = this;
    assert(body !== null, 'a request is put on the wire once');
    this.body = null;
    return body;
  }

  /** The first millisecond at which the request has timed out: strictly more than request.timeout.ms after it was sent. */
  get timeoutMillis(): number {
    return this.sentMillis + this.requestTimeoutMillis + this.throttleMillis + 1;
  }
}

/** Requests on their way, per connection, oldest first. Source: InFlightRequests; config max.in.flight.requests.per.connection. */
export class InFlightRequests extends State {
  readonly byNode = new Map<number, InFlightRequest[]>();
  /** The same lists, to go through without an iterator. */
  private readonly lists: { readonly nodeId: number; readonly requests: InFlightRequest[] }[] = [];
  private readonly perConnectionMax: number;
  private totalCount = 0;
  /** No request times out before this. */
  private timeoutMillisMin = Infinity;

  constructor(perConnectionMax: number) {
    super();
    this.perConnectionMax = perConnectionMax;
  }

  add(request: InFlightRequest): void {
    let requests = this.byNode.get(request.nodeId);
    if (requests === undefined) {
      requests = [];
      this.byNode.set(request.nodeId, requests);
      this.lists.push({ nodeId: request.nodeId, requests });
    }
    addLast(requests, request);
    this.totalCount++;
    if (request.timeoutMillis < this.timeoutMillisMin) this.timeoutMillisMin = request.timeoutMillis;
  }

  canSendMore(nodeId: number): boolean {
    return this.count(nodeId) < this.perConnectionMax;
  }

  count(nodeId: number): number {
    return this.byNode.get(nodeId)?.length ?? 0;
  }

  get isEmpty(): boolean {
    return this.totalCount === 0;
  }

  /** Takes the request that a response answers; null when it is not awaited any more. */
  complete(nodeId: number, correlationId: number): InFlightRequest | null {
    const requests = this.byNode.get(nodeId);
    if (requests === undefined) return null;
    // Over TCP it is the oldest; a scripted network may answer in any order.
    const index = requests[0]?.correlationId === correlationId ? 0 : requests.findIndex((known) => known.correlationId === correlationId);
    if (index < 0) return null;
    this.totalCount--;
    return (index === 0 ? takeFirst(requests) : requests.splice(index, 1)[0]) ?? null;
  }

  /** Takes all requests of a connection, oldest first. */
  clearAll(nodeId: number): readonly InFlightRequest[] {
    const requests = this.byNode.get(nodeId)?.splice(0) ?? [];
    this.totalCount -= requests.length;
    return requests;
  }

  /** Whether a request may have waited too long. A client asks at each of its turns, and hardly ever is there one. */
  mayTimeOut(nowMillis: number): boolean {
    return nowMillis >= this.timeoutMillisMin;
  }

  /** Connections on which a request has waited too long; not always the oldest, since a JoinGroup may wait longer than others. */
  nodesWithTimedOutRequests(nowMillis: number): readonly number[] {
    this.timeoutMillisMin = this.nextTimeoutMillis(Infinity);
    const late = this.lists.filter(({ requests }) => requests.some((request) => request.timeoutMillis <= nowMillis));
    return late.map(({ nodeId }) => nodeId);
  }

  /** When the next request times out. */
  nextTimeoutMillis(neverMillis: number): number {
    let next = neverMillis;
    for (const { requests } of this.lists) for (const request of requests) next = Math.min(next, request.timeoutMillis);
    return next;
  }

  incrementThrottle(nodeId: number, throttleMillis: number): void {
    for (const request of this.byNode.get(nodeId) ?? []) request.throttleMillis += throttleMillis;
  }
}
