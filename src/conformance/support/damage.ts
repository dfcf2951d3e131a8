import type { LogFiles } from '../../engine/kafka/log/log-directory.ts';
import type { Json } from '../registry.ts';
import { integer, text } from './log-rows.ts';

const noBytes = new Uint8Array(0);

/** Does to a directory's files what one entry of `damage` says. */
export function damage(files: LogFiles, change: Json): void {
  const name = text(change, 'file');
  const bytes = files.get(name) ?? noBytes;
  switch (text(change, 'op')) {
    case 'truncate':
      files.set(name, bytes.slice(0, integer(change, 'length')));
      return;
    case 'flipBit': {
      const flipped = bytes.slice();
      const at = integer(change, 'byte');
      flipped[at] = (flipped[at] ?? 0) ^ (1 << integer(change, 'bit'));
      files.set(name, flipped);
      return;
    }
    case 'append':
      files.set(name, Uint8Array.from([...bytes, ...bytesOfHex(text(change, 'bytes'))]));
      return;
    case 'delete':
      files.delete(name);
      return;
    case 'write':
      files.set(name, bytesOfHex(text(change, 'bytes')));
      return;
    case 'writeText':
      files.set(name, Uint8Array.from(text(change, 'text'), (character) => character.charCodeAt(0)));
      return;
    case 'copy':
      files.set(text(change, 'to'), bytes);
      return;
    case 'rename':
      files.delete(name);
      files.set(text(change, 'to'), bytes);
      return;
    default:
      throw new Error(`no such damage: ${JSON.stringify(change)}`);
  }
}

/** The bytes of hex digits. */
export function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16));
}
