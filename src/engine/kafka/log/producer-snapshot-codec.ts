import { crc32c } from '../util/crc32c.ts';
import { ProducerSnapshot } from './producer-state-manager.ts';
import type { ProducerSnapshotEntry } from './producer-state-manager.ts';

const version = 1;
const entriesOffset = 6;
const entrySizeBytes = 46;

/** The bytes of a `.snapshot` file: version, CRC, entries. Source: ProducerStateManager.writeSnapshot, ProducerSnapshot.json. */
export function encodeProducerSnapshot(snapshot: ProducerSnapshot): Uint8Array {
  if (snapshot.corruptBytes !== null) return snapshot.corruptBytes;
  const bytes = new Uint8Array(entriesOffset + 4 + snapshot.entries.length * entrySizeBytes);
  const view = new DataView(bytes.buffer);
  view.setInt16(0, version);
  view.setInt32(entriesOffset, snapshot.entries.length);
  let at = entriesOffset + 4;
  for (const entry of snapshot.entries) {
    view.setBigInt64(at, BigInt(entry.producerId));
    view.setInt16(at + 8, entry.epoch);
    view.setInt32(at + 10, entry.lastSequence);
    view.setBigInt64(at + 14, BigInt(entry.lastOffset));
    view.setInt32(at + 22, entry.offsetDelta);
    view.setBigInt64(at + 26, BigInt(entry.timestamp));
    view.setInt32(at + 34, entry.coordinatorEpoch);
    view.setBigInt64(at + 38, BigInt(entry.currentTxnFirstOffset));
    at += entrySizeBytes;
  }
  view.setUint32(2, crc32c(bytes, entriesOffset));
  return bytes;
}

/** Reads a `.snapshot` file; one that is damaged says so and is then passed over. Source: ProducerStateManager.readSnapshot. */
export function decodeProducerSnapshot(bytes: Uint8Array): ProducerSnapshot {
  const damaged = new ProducerSnapshot([], bytes);
  if (bytes.length < entriesOffset + 4) return damaged;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getInt32(entriesOffset);
  if (view.getInt16(0) !== version || count < 0 || bytes.length < entriesOffset + 4 + count * entrySizeBytes) return damaged;
  if (view.getUint32(2) !== crc32c(bytes, entriesOffset)) return damaged;
  const entries: ProducerSnapshotEntry[] = [];
  for (let i = 0; i < count; i++) {
    const at = entriesOffset + 4 + i * entrySizeBytes;
    entries.push({
      producerId: Number(view.getBigInt64(at)),
      epoch: view.getInt16(at + 8),
      lastSequence: view.getInt32(at + 10),
      lastOffset: Number(view.getBigInt64(at + 14)),
      offsetDelta: view.getInt32(at + 22),
      timestamp: Number(view.getBigInt64(at + 26)),
      coordinatorEpoch: view.getInt32(at + 34),
      currentTxnFirstOffset: Number(view.getBigInt64(at + 38)),
    });
  }
  return new ProducerSnapshot(entries);
}
