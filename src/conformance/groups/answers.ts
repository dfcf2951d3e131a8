import { errorByCode } from '../../engine/kafka/error-details.ts';
import { recordTypeIds, recordValueVersion } from '../../engine/kafka/coordinator/records.ts';
import type { CoordinatorRecord } from '../../engine/kafka/coordinator/records.ts';
import type { Json } from '../registry.ts';
import { isList, isObject } from '../rows.ts';
import type { LoggedRecord } from './world.ts';

/** The response fields that travel only from a version on. Source: the response schemas. */
const fieldsSince: readonly { readonly api: string; readonly field: string; readonly version: number }[] = [
  { api: 'JoinGroup', field: 'protocolType', version: 7 },
  { api: 'JoinGroup', field: 'groupInstanceId', version: 5 },
  { api: 'JoinGroup', field: 'skipAssignment', version: 9 },
  { api: 'SyncGroup', field: 'protocolType', version: 5 },
  { api: 'SyncGroup', field: 'protocolName', version: 5 },
  { api: 'DescribeGroups', field: 'errorMessage', version: 6 },
  { api: 'OffsetCommit', field: 'topicId', version: 10 },
  { api: 'TxnOffsetCommit', field: 'topicId', version: 99 },
  { api: 'OffsetDelete', field: 'topicId', version: 99 },
  { api: 'OffsetFetch', field: 'topicId', version: 10 },
];

/** A response as the rows write it: no null fields, and an error's name beside its code. */
export function responseJson(api: string, apiVersion: number, response: unknown): Json {
  const hidden = new Set(fieldsSince.filter((rule) => rule.api === api && apiVersion < rule.version).map(({ field }) => field));
  const hasNames = !((api === 'OffsetCommit' || api === 'OffsetFetch') && apiVersion >= 10);
  return withErrorNames(response, (field) => hidden.has(field) || (field === 'name' && !hasNames));
}

function withErrorNames(value: unknown, isHidden: (field: string) => boolean): Json {
  if (isIterableList(value)) return value.map((item) => withErrorNames(item, isHidden));
  if (typeof value !== 'object' || value === null) return scalar(value);
  const fields: Record<string, Json> = {};
  for (const [name, item] of Object.entries(value)) {
    if (item === null || item === undefined || isHidden(name)) continue;
    fields[name] = withErrorNames(item, isHidden);
    if (name === 'errorCode') fields['error'] = errorByCode(Number(item))?.name ?? String(item);
  }
  return fields;
}

/** A record as the rows write it; a tombstone's value is null. While time passes it says when. */
export function storedJson(stored: LoggedRecord, isTimed: boolean): Json {
  const { offset, producerId, producerEpoch, atMillis } = stored;
  const producer = { ...(isTimed ? { at: atMillis } : {}), ...(producerId === null ? {} : { producerId, producerEpoch }) };
  if (stored.kind === 'marker') return { offset, ...producer, marker: stored.isCommit ? 'COMMIT' : 'ABORT' };
  const { record } = stored;
  const key = { type: recordTypeIds[record.kind], name: record.kind, data: plainJson(record.key) };
  if (record.value === null) return { offset, ...producer, key, value: null };
  const version = recordValueVersion(record);
  return { offset, ...producer, key, value: { version, data: valueJson(record, version) } };
}

/** Fields that a version of a value does not have, and tagged fields without a value, are not written. */
function valueJson(record: CoordinatorRecord, version: number): Json {
  const data = plainJson(record.value);
  if (record.kind === 'CONSUMER_GROUP_METADATA' && isObject(data) && data['metadataHash'] === '0') return { epoch: data['epoch'] };
  if (record.kind === 'CONSUMER_GROUP_TARGET_ASSIGNMENT_METADATA' && isObject(data) && data['assignmentTimestamp'] === 0) {
    return { assignmentEpoch: data['assignmentEpoch'] };
  }
  if (record.kind !== 'OFFSET_COMMIT' || !isObject(data)) return data;
  const { topicId, expireTimestamp, leaderEpoch, ...rest } = data;
  if (version === 1) return { ...rest, expireTimestamp };
  return { ...rest, leaderEpoch, ...(isTextual(topicId) ? { topicId } : {}) };
}

function isTextual(value: Json | undefined): value is string {
  return typeof value === 'string';
}

/** Plain data as JSON; 64-bit values as text. */
export function plainJson(value: unknown): Json {
  if (isIterableList(value)) return value.map(plainJson);
  if (typeof value !== 'object' || value === null) return scalar(value);
  const fields: Record<string, Json> = {};
  for (const [name, item] of Object.entries(value)) if (item !== undefined) fields[name] = plainJson(item);
  return fields;
}

function isIterableList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function scalar(value: unknown): Json {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}

/** Gives every text in a value another name. */
export function renamed(value: Json, rename: (text: string) => string): Json {
  if (typeof value === 'string') return rename(value);
  if (isList(value)) return value.map((item) => renamed(item, rename));
  if (!isObject(value)) return value;
  const fields: Record<string, Json> = {};
  for (const [name, item] of Object.entries(value)) if (item !== undefined) fields[rename(name)] = renamed(item, rename);
  return fields;
}
