/** The UTF-8 bytes of text, lone surrogates as '?', as String.getBytes(UTF_8) gives them. The language itself has no TextEncoder. */
export function utf8Bytes(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) ?? 0;
    if (code > 0xffff) i++;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code >= 0xd800 && code <= 0xdfff) bytes.push(0x3f);
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return Uint8Array.from(bytes);
}

/** How many bytes text takes in UTF-8. */
export function utf8Length(text: string): number {
  let length = 0;
  // Mostly every character is one byte.
  while (length < text.length && text.charCodeAt(length) < 0x80) length++;
  for (let i = length; i < text.length; i++) {
    const code = text.codePointAt(i) ?? 0;
    if (code > 0xffff) {
      length += 4;
      i++;
    } else if (code < 0x80 || (code >= 0xd800 && code <= 0xdfff)) length += 1;
    else length += code < 0x800 ? 2 : 3;
  }
  return length;
}
