/** A 64-bit integer as Java's long: a number where that is exact, else a bigint. */
export type Int64 = number | bigint;

const highUnit = 4294967296;
// The high word of numbers that are safe: -2^21 to 2^21 - 1.
const safeHighWord = 2097152;

/** Reads eight bytes, without a bigint where none is needed. */
export function readInt64(view: DataView, at: number): Int64 {
  const high = view.getInt32(at);
  if (high >= -safeHighWord && high < safeHighWord) {
    const value = high * highUnit + view.getUint32(at + 4);
    if (value > -Number.MAX_SAFE_INTEGER) return value;
  }
  return view.getBigInt64(at);
}

/** Writes eight bytes. */
export function writeInt64(view: DataView, at: number, value: Int64): void {
  if (typeof value === 'bigint') {
    view.setBigInt64(at, value);
    return;
  }
  view.setInt32(at, Math.floor(value / highUnit));
  view.setUint32(at + 4, value >>> 0);
}

/** The shortest form of a 64-bit integer; bits above the 64th fall away. */
export function int64(value: bigint): Int64 {
  const wrapped = BigInt.asIntN(64, value);
  return wrapped >= BigInt(Number.MIN_SAFE_INTEGER) && wrapped <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(wrapped) : wrapped;
}

/** A sum that wraps as Java's does. */
export function addInt64(a: Int64, b: Int64): Int64 {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return int64(BigInt(a) + BigInt(b));
}

/** A difference that wraps as Java's does. */
export function subtractInt64(a: Int64, b: Int64): Int64 {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return int64(BigInt(a) - BigInt(b));
}
