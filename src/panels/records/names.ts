/** How records and their fates are said. */
import type { Words } from '../../app/words.ts';
import { printDuration, printSeconds } from '../../texts/format.ts';
import type { Fate, RecordRow } from './rows.ts';

/** `17`, or `17–116` for a run. */
export function numberText(row: RecordRow): string {
  return row.count === 1 ? String(row.firstId) : `${String(row.firstId)}–${String(row.firstId + row.count - 1)}`;
}

/** Where the record stands, and where it was written before. */
export function offsetText({ appendOffsets, count }: RecordRow): string {
  if (appendOffsets.length === 0) return '–';
  return appendOffsets.map((offset) => (count === 1 ? String(offset) : `${String(offset)}–${String(offset + count - 1)}`)).join(', ');
}

/** Who was handed it, and how often when more than once. */
export function readersText(row: RecordRow, { t }: Words): string {
  if (row.readers.length === 0) return '–';
  return row.readers
    .map((reader, index) => {
      const times = row.readCounts[index] ?? 1;
      return times > 1 ? t('records.read-times', { reader, count: times }) : reader;
    })
    .join(', ');
}

/** What became of it, in a short clause. */
export function fateWords(row: RecordRow, { t }: Words): string {
  const after = row.outcomeMicros < 0 ? '' : printDuration(row.outcomeMicros - row.sentMicros);
  switch (row.fate) {
    case 'acked':
      return t('records.fate-acked', { after });
    case 'lost':
      return t('records.fate-lost', { after });
    case 'again':
      return t('records.fate-again', { count: row.appendOffsets.length });
    case 'waiting':
      return t(row.appendOffsets.length === 0 ? 'records.fate-waiting' : 'records.fate-written');
    case 'not-written':
      return t('records.fate-not-written', { error: row.exception, after });
    case 'unknown':
      return row.outcome === 'unconfirmed' ? t('records.fate-unconfirmed') : t('records.fate-unknown', { error: row.exception, after });
  }
}

/** The colour class of a fate. */
export function fateColor(fate: Fate): string {
  if (fate === 'lost') return 'of-loss';
  if (fate === 'acked') return '';
  return fate === 'waiting' ? 'ink-2' : 'of-outsync';
}

/** Everything that a row says, in one spoken sentence. */
export function recordSpoken(row: RecordRow, words: Words): string {
  const { t } = words;
  return t('records.spoken', {
    number: numberText(row),
    partition: row.partition,
    producer: row.producer,
    time: printSeconds(row.sentMicros),
    fate: fateWords(row, words),
    offset: row.appendOffsets.length === 0 ? t('records.no-offset') : offsetText(row),
    readers: row.readers.length === 0 ? t('records.nobody') : readersText(row, words),
  });
}
