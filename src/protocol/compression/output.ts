/** Bytes that grow, with copies of what was written before: what a decompressor writes to. */
export class Output {
  private buffer = new Uint8Array(1024);
  private position = 0;

  get length(): number {
    return this.position;
  }

  bytes(): Uint8Array {
    return this.buffer.slice(0, this.position);
  }

  push(...values: readonly number[]): void {
    this.reserve(values.length);
    for (const value of values) this.buffer[this.position++] = value;
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.position);
    this.position += bytes.length;
  }

  /** Copies from `distance` bytes back, byte after byte: the copy may overlap itself. False when nothing lies there. */
  copy(distance: number, length: number): boolean {
    if (distance <= 0 || distance > this.position) return false;
    this.reserve(length);
    for (let i = 0; i < length; i++) {
      this.buffer[this.position] = this.buffer[this.position - distance] ?? 0;
      this.position++;
    }
    return true;
  }

  private reserve(count: number): void {
    const needed = this.position + count;
    if (needed <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(needed, this.buffer.length * 2));
    grown.set(this.buffer);
    this.buffer = grown;
  }
}

/** Little-endian, unsigned. */
export function uint32At(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> 0;
}
