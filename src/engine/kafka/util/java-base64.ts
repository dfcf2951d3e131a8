/** java.util.Base64's URL decoder: what it accepts and how it complains. Kafka's ids go through it. */

/** Decoded bytes, or the message of the IllegalArgumentException. */
export type Base64Decoded =
  | { readonly kind: 'decoded'; readonly bytes: readonly number[] }
  | { readonly kind: 'invalid'; readonly message: string };

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const questionMark = 0x3f;

/** Encodes bytes without padding. */
export function encodeBase64Url(bytes: readonly number[]): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const bits = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += alphabet.charAt(bits >>> 18) + alphabet.charAt((bits >>> 12) & 63);
    if (left > 1) text += alphabet.charAt((bits >>> 6) & 63);
    if (left > 2) text += alphabet.charAt(bits & 63);
  }
  return text;
}

/** Decodes text with or without padding, strictly, as Base64.getUrlDecoder().decode does. */
export function decodeBase64Url(text: string): Base64Decoded {
  if (text.length === 1) return invalid('Input byte[] should at least have 2 bytes for base64 bytes');
  const bytes: number[] = [];
  let bits = 0;
  let shift = 18;
  let at = 0;
  while (at < text.length) {
    const code = latin1Code(text, at++);
    if (code === 0x3d) {
      // One padding sign can only follow two characters of a unit when a second one closes it.
      const isEndingWrong = shift === 18 || (shift === 6 && text.charCodeAt(at++) !== 0x3d);
      if (isEndingWrong) return invalid('Input byte array has wrong 4-byte ending unit');
      break;
    }
    const value = code > 0x7f ? -1 : alphabet.indexOf(String.fromCharCode(code));
    if (value < 0) return invalid(`Illegal base64 character ${signedHex(code)}`);
    bits |= value << shift;
    shift -= 6;
    if (shift < 0) {
      bytes.push((bits >>> 16) & 0xff, (bits >>> 8) & 0xff, bits & 0xff);
      bits = 0;
      shift = 18;
    }
  }
  if (shift === 12) return invalid('Last unit does not have enough valid bits');
  if (shift === 6) bytes.push((bits >>> 16) & 0xff);
  if (shift === 0) bytes.push((bits >>> 16) & 0xff, (bits >>> 8) & 0xff);
  if (at < text.length) return invalid(`Input byte array has incorrect ending byte at ${String(at)}`);
  return { kind: 'decoded', bytes };
}

function invalid(message: string): Base64Decoded {
  return { kind: 'invalid', message };
}

/** Java turns what Latin-1 cannot write into a question mark before it decodes. */
function latin1Code(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code > 0xff ? questionMark : code;
}

/** A byte as Java prints it: signed. */
function signedHex(code: number): string {
  return code > 0x7f ? `-${(0x100 - code).toString(16)}` : code.toString(16);
}
