import { State } from '../../kernel/state.ts';
import type { Micros } from '../../kernel/units.ts';
import { javaLongHash } from '../util/java-hash-order.ts';

/** An incarnation of a broker. Source: BrokerIdAndEpoch. */
export interface BrokerIdAndEpoch {
  readonly brokerId: number;
  readonly brokerEpoch: number;
}

interface Contact extends BrokerIdAndEpoch {
  readonly contactMicros: Micros;
}

const firstTableLength = 16;

/**
 * When each incarnation of each broker was last heard of. A session is valid while now <= contact + session timeout; fencing does not end
 * it.
 * Which of several expired sessions is found first follows the order of Java's ConcurrentHashMap, because it decides which broker is
 * fenced first.
 * Source: BrokerHeartbeatTracker.
 */
export class BrokerHeartbeatTracker extends State {
  private bins: Contact[][] = emptyBins(firstTableLength);
  private contactCount = 0;

  /** Notes that a broker was heard of. */
  updateContact(broker: BrokerIdAndEpoch, nowMicros: Micros): void {
    const bin = this.binOf(broker);
    const contact = { brokerId: broker.brokerId, brokerEpoch: broker.brokerEpoch, contactMicros: nowMicros };
    const index = indexIn(bin, broker);
    if (index >= 0) {
      bin[index] = contact;
      return;
    }
    bin.push(contact);
    this.contactCount++;
    if (this.contactCount >= this.bins.length * 0.75) this.grow();
  }

  /** When the incarnation was last heard of; null when never, or when its session was found expired. */
  contactMicros(broker: BrokerIdAndEpoch): Micros | null {
    const bin = this.binOf(broker);
    return bin[indexIn(bin, broker)]?.contactMicros ?? null;
  }

  hasValidSession(broker: BrokerIdAndEpoch, nowMicros: Micros, sessionTimeoutMicros: Micros): boolean {
    const contactMicros = this.contactMicros(broker);
    return contactMicros !== null && !isExpired(contactMicros, nowMicros, sessionTimeoutMicros);
  }

  /** Takes one incarnation whose session has expired; null when there is none. */
  removeOneExpired(nowMicros: Micros, sessionTimeoutMicros: Micros): BrokerIdAndEpoch | null {
    for (const bin of this.bins) {
      const index = bin.findIndex((contact) => isExpired(contact.contactMicros, nowMicros, sessionTimeoutMicros));
      if (index < 0) continue;
      this.contactCount--;
      const [expired] = bin.splice(index, 1);
      return expired ?? null;
    }
    return null;
  }

  private binOf(broker: BrokerIdAndEpoch): Contact[] {
    const bin = this.bins[binIndex(broker, this.bins.length)];
    return bin ?? [];
  }

  /**
   * Doubles the table as ConcurrentHashMap.transfer does: the last run of a bin that stays together keeps its order, what is before it
   * is turned round.
   */
  private grow(): void {
    const { length } = this.bins;
    const grown = emptyBins(length * 2);
    for (const [index, bin] of this.bins.entries()) {
      const isHigh = bin.map((contact) => binIndex(contact, length * 2) !== index);
      let lastRun = bin.length;
      while (lastRun > 0 && isHigh[lastRun - 1] === isHigh[bin.length - 1]) lastRun--;
      const order = [...bin.slice(0, lastRun).reverse(), ...bin.slice(lastRun)];
      for (const contact of order) grown[binIndex(contact, length * 2)]?.push(contact);
    }
    this.bins = grown;
  }
}

function isExpired(contactMicros: Micros, nowMicros: Micros, sessionTimeoutMicros: Micros): boolean {
  return nowMicros > contactMicros && contactMicros + sessionTimeoutMicros < nowMicros;
}

function indexIn(bin: readonly Contact[], broker: BrokerIdAndEpoch): number {
  return bin.findIndex((contact) => contact.brokerId === broker.brokerId && contact.brokerEpoch === broker.brokerEpoch);
}

/** The hash of a Java record (31 * first + second), spread as ConcurrentHashMap does. */
function binIndex({ brokerId, brokerEpoch }: BrokerIdAndEpoch, tableLength: number): number {
  const hash = (Math.imul(31, brokerId) + javaLongHash(brokerEpoch)) | 0;
  return (hash ^ (hash >>> 16)) & (tableLength - 1);
}

function emptyBins(count: number): Contact[][] {
  return Array.from({ length: count }, () => []);
}
