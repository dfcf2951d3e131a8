/** What every link is wrapped in: `1.<codec>.<length in base 36>.<CRC-32>.<payload>`, the payload being bytes in base64url. */
import { Inflate, deflateSync, strFromU8, strToU8 } from 'fflate';
import type { Result } from '../contract/engine-api.ts';
import { fromBase64url, toBase64url } from './base64url.ts';
import { crc32 } from './crc32.ts';
import { currentFormat } from './migrate.ts';
import { problem } from './problems.ts';
import type { SharingProblem } from './problems.ts';

/** What the bytes are: a scenario as tuples, deflated (`d`) or coded (`c`), or a lesson file, deflated (`l`). */
export type LinkCodec = 'd' | 'c' | 'l';

/** Compressed bytes handed to the inflater at once: it grows 1,032 times at most before the sum is looked at. */
const inflateSliceBytes = 512;
const checksumCharacters = 6;

/** Wraps bytes. */
export function sealed(codec: LinkCodec, bytes: Uint8Array): string {
  const payload = toBase64url(bytes);
  return ['1', codec, payload.length.toString(36), checksum(codec, payload), payload].join('.');
}

/** A text, compressed. Equal texts give equal bytes in every browser: a fixed compressor at a fixed level. */
export function deflated(text: string): Uint8Array {
  return deflateSync(strToU8(text), { level: 9 });
}

/** The bytes of a link in one of the codecs, or what is wrong with it. Never throws. */
export function opened<C extends LinkCodec>(
  link: string,
  codecs: readonly C[],
  bytesMax: number,
): Result<{ readonly codec: C; readonly bytes: Uint8Array }> {
  const whole = wholePayload(link, codecs, bytesMax);
  if ('code' in whole) return { ok: false, problem: whole };
  const bytes = fromBase64url(whole.payload);
  return bytes === null ? { ok: false, problem: problem('link-damaged', '') } : { ok: true, value: { codec: whole.codec, bytes } };
}

function wholePayload<C extends LinkCodec>(
  link: string,
  codecs: readonly C[],
  bytesMax: number,
): { readonly codec: C; readonly payload: string } | SharingProblem {
  if (link.length > 1.4 * bytesMax) return problem('link-too-large', '', { maximum: bytesMax / 1024 });
  // Programs that send links break lines and add full stops and brackets after them; none of these is ever part of one.
  const fragment = link
    .slice(link.indexOf('#') + 1)
    .replace(/[\s\u200b\u00ad]+/g, '')
    .replace(/[^A-Za-z0-9_-]+$/, '');
  const parts = /^(\d{1,6})(?:\.([a-z]{0,8})(?:\.([0-9a-z]{0,6})(?:\.([\w-]{0,6})(?:\.([\w-]*))?)?)?)?$/.exec(fragment);
  if (parts === null) return problem(/^\d+\.[a-z]/.test(fragment) ? 'link-damaged' : 'link-not-a-link', '');
  const [, version, letter, length, check, payload] = parts;
  if (Number(version) > currentFormat && letter !== undefined)
    return problem('link-newer', '', { version: Number(version), known: currentFormat });
  if (letter === undefined || Number(version) < 1) return problem('link-not-a-link', '');
  if (length === undefined || payload === undefined || check?.length !== checksumCharacters) return problem('link-cut-short', '');
  const codec = codecs.find((known) => known === letter);
  if (codec === undefined) return problem('link-damaged', '');
  const expected = Number.parseInt(length, 36);
  const counts = { arrived: payload.length, expected };
  if (payload.length < expected) return problem('link-cut-off', '', counts);
  if (payload.length > expected) return problem('link-overlong', '', counts);
  return checksum(codec, payload) === check ? { codec, payload } : problem('link-damaged', '');
}

/** The text of what `deflated` made, given up as soon as it is more than a link may hold. Never throws. */
export function inflated(bytes: Uint8Array, bytesMax: number): Result<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const inflate = new Inflate((chunk) => {
    chunks.push(chunk);
    size += chunk.length;
  });
  try {
    for (let at = 0; at < bytes.length && size <= bytesMax; at += inflateSliceBytes) {
      inflate.push(bytes.subarray(at, at + inflateSliceBytes), at + inflateSliceBytes >= bytes.length);
    }
    if (size > bytesMax) return { ok: false, problem: problem('link-too-large', '', { maximum: bytesMax / 1024 }) };
    return { ok: true, value: strFromU8(joined(chunks, size)) };
  } catch {
    // The compressor refuses what no compressor wrote; there is nothing to say about it but that.
    return { ok: false, problem: problem('link-damaged', '') };
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** Six characters of base64url: the checksum covers version and codec too. */
function checksum(codec: LinkCodec, payload: string): string {
  const crc = crc32(`1.${codec}.${payload}`);
  return toBase64url(Uint8Array.of(crc >>> 24, (crc >>> 16) & 255, (crc >>> 8) & 255, crc & 255));
}
