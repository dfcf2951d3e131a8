import { utf8Bytes } from '../util/utf8.ts';

// Bytes that are no UTF-8 are kept as lone surrogates, so that any key or value survives being shown as text: byte b is U+DC00 + b.
const escapeBase = 0xdc00;

/** The bytes of a key or value that is kept as text. */
export function bytesOfText(text: string): Uint8Array {
  if (!hasEscape(text)) return utf8Bytes(text);
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (isEscape(code)) bytes.push(code - escapeBase);
    else bytes.push(...utf8Bytes(character));
  }
  return Uint8Array.from(bytes);
}

/** Bytes as text: UTF-8 where they are, escapes where they are not. */
export function textOfBytes(bytes: Uint8Array, from = 0, to = bytes.length): string {
  let plainEnd = from;
  while (plainEnd < to && bytes[plainEnd]! < 0x80) plainEnd++;
  let text = asciiText(bytes, from, plainEnd);
  for (let at = plainEnd; at < to;) {
    const length = sequenceLength(bytes, at, to);
    if (length === 0) {
      text += String.fromCharCode(escapeBase + bytes[at]!);
      at++;
    } else {
      text += String.fromCodePoint(codePointAt(bytes, at, length));
      at += length;
    }
  }
  return text;
}

const pieceBytes = 4096;

function asciiText(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  // A function takes only so many arguments.
  for (let at = from; at < to; at += pieceBytes) {
    text += String.fromCharCode.apply(null, bytes.subarray(at, Math.min(at + pieceBytes, to)) as unknown as number[]);
  }
  return text;
}

function hasEscape(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) ?? 0;
    if (code > 0xffff) i++;
    else if (isEscape(code)) return true;
  }
  return false;
}

function isEscape(code: number): boolean {
  return code >= escapeBase + 0x80 && code <= escapeBase + 0xff;
}

/** How long the UTF-8 sequence here is; 0 when there is none, by the shortest-form and surrogate rules. */
function sequenceLength(bytes: Uint8Array, at: number, to: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > to) return 0;
  for (let i = 1; i < length; i++) if ((bytes[at + i]! & 0xc0) !== 0x80) return 0;
  const code = codePointAt(bytes, at, length);
  const smallest = length === 4 ? 0x10000 : length === 3 ? 0x800 : 0x80;
  return code < smallest || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? 0 : length;
}

function codePointAt(bytes: Uint8Array, at: number, length: number): number {
  const first = bytes[at]!;
  if (length === 1) return first;
  let code = first & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) code = (code << 6) | (bytes[at + i]! & 0x3f);
  return code;
}
