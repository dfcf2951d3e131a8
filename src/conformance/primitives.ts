import { crc32c } from '../engine/kafka/util/crc32c.ts';
import { ExponentialBackoff } from '../engine/kafka/util/exponential-backoff.ts';
import { javaHashMapOrder, javaOptionalStringHash, javaStringHash } from '../engine/kafka/util/java-hash-order.ts';
import {
  groupInstanceIdProblem,
  hasCollision,
  hasCollisionChars,
  isInternalTopic,
  topicNameProblem,
  unifyCollisionChars,
} from '../engine/kafka/util/topic-name.ts';
import { parseUuid, Uuid, uuidTextHash } from '../engine/kafka/util/uuid.ts';
import {
  readVarint,
  sizeOfUnsignedVarint,
  sizeOfVarint,
  sizeOfVarlong,
  unsignedVarintBytes,
  varintBytes,
  varlongBytes,
} from '../engine/kafka/util/varint.ts';
import { bytesOfHex, hexOfBytes, listField, numberField, textField } from './support/fields.ts';
import type { Adapter, Json } from './registry.ts';

/** Kafka's small functions: variable-length integers, checksums, ids, names, back-off, and Java's hash order. */
export const adapter: Adapter = {
  kind: 'primitives',
  answer(input) {
    const kind = textField(input, 'kind');
    return answers.get(kind)?.(input) ?? { unsupported: `primitive ${kind}` };
  },
};

const answers: ReadonlyMap<string, (input: Json) => Json> = new Map([
  ['varint', answerVarint],
  ['varlong', answerVarlong],
  ['readVarint', answerReadVarint],
  ['crc32c', (input: Json): Json => ({ crc32c: crc32c(bytesOfHex(textField(input, 'hex'))) })],
  ['uuid', answerUuid],
  ['uuidFromString', answerUuidFromString],
  ['name', answerName],
  ['collision', (input: Json): Json => ({ hasCollision: hasCollision(textField(input, 'a'), textField(input, 'b')) })],
  ['exponentialBackoff', answerBackoff],
  ['hashMapOrder', answerHashMapOrder],
]);

function answerVarint(input: Json): Json {
  const value = numberField(input, 'value');
  return {
    varint: hexOfBytes(Uint8Array.from(varintBytes(value))),
    sizeOfVarint: sizeOfVarint(value),
    unsignedVarint: hexOfBytes(Uint8Array.from(unsignedVarintBytes(value))),
    sizeOfUnsignedVarint: sizeOfUnsignedVarint(value),
  };
}

function answerVarlong(input: Json): Json {
  const value = BigInt(textField(input, 'value'));
  return { varlong: hexOfBytes(Uint8Array.from(varlongBytes(value))), sizeOfVarlong: sizeOfVarlong(value) };
}

function answerReadVarint(input: Json): Json {
  const read = readVarint(bytesOfHex(textField(input, 'hex')), 0);
  switch (read.kind) {
    case 'read':
      return { value: read.value };
    case 'underflow':
      return { error: 'BufferUnderflowException', message: null };
    case 'tooLong':
      return { error: 'IllegalArgumentException', message: read.message };
  }
}

function answerUuid(input: Json): Json {
  const uuid = new Uuid(BigInt(textField(input, 'mostSignificantBits')), BigInt(textField(input, 'leastSignificantBits')));
  const other = parseUuid(textField(input, 'other'));
  if (other.kind !== 'uuid') throw new Error(other.message);
  return { toString: uuid.text, hashCode: uuid.hashCode, compareToOther: uuid.compareTo(other.uuid) };
}

function answerUuidFromString(input: Json): Json {
  const parse = parseUuid(textField(input, 'text'));
  if (parse.kind === 'invalid') return { error: 'IllegalArgumentException', message: parse.message };
  return {
    mostSignificantBits: parse.uuid.mostSignificantBits.toString(),
    leastSignificantBits: parse.uuid.leastSignificantBits.toString(),
  };
}

function answerName(input: Json): Json {
  const name = textField(input, 'name');
  const topicProblem = topicNameProblem(name);
  const instanceProblem = groupInstanceIdProblem(name);
  return {
    topic: topicProblem === null ? validTopic(name) : { error: 'InvalidTopicException', message: topicProblem },
    groupInstanceId: instanceProblem === null ? { valid: true } : { error: 'InvalidConfigurationException', message: instanceProblem },
  };
}

function validTopic(name: string): Json {
  return { valid: true, internal: isInternalTopic(name), collisionChars: hasCollisionChars(name), unified: unifyCollisionChars(name) };
}

function answerBackoff(input: Json): Json {
  const backoff = new ExponentialBackoff({
    initialIntervalMillis: numberField(input, 'initialInterval'),
    multiplier: numberField(input, 'multiplier'),
    maxIntervalMillis: numberField(input, 'maxInterval'),
    jitter: numberField(input, 'jitter'),
  });
  const attempts = Array.from({ length: numberField(input, 'attempts') }, (_, attempt) => attempt);
  return { backoffMs: attempts.map((attempt) => backoff.backoff(attempt, () => 0.5)) };
}

function answerHashMapOrder(input: Json): Json {
  const keyType = textField(input, 'keyType');
  const keys = listField(input, 'inserted').map((key) => (typeof key === 'string' ? key : null));
  const hashes: ReadonlyMap<string, (key: string) => number> = new Map([
    ['String', javaStringHash],
    ['Optional<String>', javaOptionalStringHash],
    ['Uuid', uuidTextHash],
  ]);
  const hashOf = hashes.get(keyType);
  if (hashOf === undefined) return { unsupported: `hash order of ${keyType}` };
  return { order: javaHashMapOrder(keys, (key) => (key === null ? 0 : hashOf(key))) };
}
