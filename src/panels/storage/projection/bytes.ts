import { batchBytesAt } from '../../../engine/kafka/storage/storage-reader.ts';
import type { BatchBytes } from '../../../engine/kafka/storage/storage-reader.ts';
import type { StorageBytesRow, StorageFieldRow } from '../rows.ts';
import { numberOf } from './view.ts';
import type { StorageGiven, StorageQuery, StorageView } from './view.ts';

const pageBytes = 1024;
const copiedBytesMax = 262_144;

/** The batch in large, byte by byte: one page, and the fields that are on it. */
export function bytesOf(
  view: StorageView,
  query: StorageQuery,
  given: StorageGiven,
): { readonly bytes: readonly StorageBytesRow[]; readonly fields: readonly StorageFieldRow[] } {
  const { segment, batchIndex } = view;
  if (segment === null || batchIndex < 0) return { bytes: [], fields: [] };
  const batch = segment.batches.at(batchIndex);
  const found = batchBytesAt(segment, batchIndex, given.codecs);
  const { layout } = found;
  const isContent = query['part'] === 'content' && layout.isCompressed && layout.content.length > 0;
  const shown = isContent ? layout.content : found.bytes;
  const pageCount = Math.max(1, Math.ceil(shown.length / pageBytes));
  const page = numberOf(query['page'], { fallback: 0, max: pageCount - 1 });
  const from = page * pageBytes;
  const row: StorageBytesRow = {
    id: 'bytes',
    baseOffset: batch.baseOffset,
    position: segment.batches.positionAt(batchIndex),
    sizeBytes: found.bytes.length,
    part: isContent ? 'content' : 'batch',
    contentBytes: layout.isCompressed ? layout.content.length : -1,
    isCompressed: layout.isCompressed,
    page,
    pageCount,
    from,
    bytesHex: hexOf(shown.subarray(from, from + pageBytes)),
    wholeHex: shown.length <= copiedBytesMax ? hexOf(shown) : '',
    recordCount: layout.recordCount,
    storedCrc: layout.crc?.stored ?? -1,
    computedCrc: layout.crc?.computed ?? -1,
    problem: layout.problem ?? '',
  };
  return { bytes: [row], fields: fieldRows(found, isContent, { from, to: from + pageBytes }) };
}

function fieldRows(
  { layout }: BatchBytes,
  isContent: boolean,
  page: { readonly from: number; readonly to: number },
): readonly StorageFieldRow[] {
  // Records lie in the part that they were read from: a compressed batch has none of its own bytes for them.
  const hasRecords = isContent || !layout.isCompressed;
  const header = isContent ? [] : layout.header;
  const records = hasRecords ? layout.records.filter((field) => field.to > page.from && field.from < page.to) : [];
  return [...header, ...records].map((field, order) => ({
    id: `${String(field.from)}-${field.name}-${String(field.to)}`,
    order,
    name: field.name,
    from: field.from,
    to: field.to,
    value: field.value,
    record: field.record,
  }));
}

/** Two digits a byte: rows travel as text. */
function hexOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}
