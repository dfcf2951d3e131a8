import type { EmbeddedAssignment, EmbeddedProtocol, EmbeddedSubscription } from '../../engine/kafka/coordinator/embedded-protocol.ts';
import { bytesOfHex, hexOfBytes } from '../support/fields.ts';

/** Payloads as the rows have them: the bytes of ConsumerProtocolSubscription.json and ConsumerProtocolAssignment.json as hex. */
export const hexProtocol: EmbeddedProtocol = {
  emptyPayload: '',
  isEmpty: (payload) => payload === '',
  isEqual: (a, b) => a === b,
  readSubscription: (metadata) => reading(metadata, readSubscription),
  readAssignment: (assignment) => reading(assignment, readAssignment),
  writeAssignment: (partitions, version) => {
    const out: number[] = [];
    writeInt(out, version, 2);
    writeInt(out, partitions.size, 4);
    for (const [topic, indexes] of partitions) {
      writeInt(out, topic.length, 2);
      for (let i = 0; i < topic.length; i++) out.push(topic.charCodeAt(i));
      writeInt(out, indexes.length, 4);
      for (const index of indexes) writeInt(out, index, 4);
    }
    writeInt(out, -1, 4);
    return hexOfBytes(Uint8Array.from(out));
  },
};

class Reader {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** A signed big-endian number; running out of bytes throws. */
  int(length: 2 | 4): number {
    if (this.at + length > this.bytes.length) throw new RangeError('the payload ends too early');
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset + this.at, length);
    this.at += length;
    return length === 2 ? view.getInt16(0) : view.getInt32(0);
  }

  text(): string | null {
    const length = this.int(2);
    return length < 0 ? null : this.latin(length);
  }

  /** Bytes that are skipped; how many, -1 for none. */
  skipBytes(): number {
    const length = this.int(4);
    if (length > 0) this.latin(length);
    return length;
  }

  list<T>(item: () => T): T[] {
    const length = this.int(4);
    if (length < 0 || length > this.bytes.length) throw new RangeError('a list of a payload is too long');
    return Array.from({ length }, item);
  }

  private latin(length: number): string {
    if (this.at + length > this.bytes.length) throw new RangeError('the payload ends too early');
    const text = String.fromCharCode(...this.bytes.subarray(this.at, this.at + length));
    this.at += length;
    return text;
  }
}

function reading<T>(payload: unknown, read: (reader: Reader) => T): T | null {
  if (typeof payload !== 'string') return null;
  try {
    return read(new Reader(bytesOfHex(payload)));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readSubscription(reader: Reader): EmbeddedSubscription {
  const version = reader.int(2);
  const topics = reader.list(() => reader.text() ?? '');
  reader.skipBytes();
  const ownedPartitions = version >= 1 ? readPartitions(reader) : new Map<string, readonly number[]>();
  if (version >= 2) reader.int(4);
  const rackId = version >= 3 ? reader.text() : null;
  return { version, topics, ownedPartitions, rackId };
}

function readAssignment(reader: Reader): EmbeddedAssignment {
  reader.int(2);
  const partitions = readPartitions(reader);
  return { partitions, hasUserData: reader.skipBytes() >= 0 };
}

function readPartitions(reader: Reader): ReadonlyMap<string, readonly number[]> {
  return new Map(reader.list(() => [reader.text() ?? '', reader.list(() => reader.int(4))]));
}

function writeInt(out: number[], value: number, length: 2 | 4): void {
  for (let shift = 8 * (length - 1); shift >= 0; shift -= 8) out.push((value >> shift) & 0xff);
}
