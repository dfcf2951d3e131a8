import { utf8Bytes } from '../util/utf8.ts';

/**
 * A key or value before it is bytes, with the serializer that a producer would be given for it.
 * Source: StringSerializer, IntegerSerializer, LongSerializer, DoubleSerializer, UUIDSerializer.
 */
export type SerializableValue =
  | { readonly serializer: 'string'; readonly value: string }
  | { readonly serializer: 'integer'; readonly value: number }
  | { readonly serializer: 'long'; readonly value: bigint }
  | { readonly serializer: 'double'; readonly value: number }
  /** A java.util.UUID, which travels as its text. */
  | { readonly serializer: 'uuid'; readonly value: string };

/** The bytes of a key or value: text as UTF-8, numbers big-endian. Equal keys of different types go to different partitions. */
export function serialize(data: SerializableValue): Uint8Array {
  switch (data.serializer) {
    case 'string':
    case 'uuid':
      return utf8Bytes(data.value);
    case 'integer':
      return bytesOf(4, (view) => view.setInt32(0, data.value));
    case 'long':
      return bytesOf(8, (view) => view.setBigInt64(0, data.value));
    case 'double':
      return bytesOf(8, (view) => view.setFloat64(0, data.value));
  }
}

function bytesOf(length: number, write: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(length);
  write(new DataView(bytes.buffer));
  return bytes;
}
