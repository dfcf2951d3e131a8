/** How a partition is said. */
import type { Words } from '../../app/words.ts';
import { printList, printSet } from '../../texts/format.ts';
import { partitionState } from './rows.ts';
import type { MatrixPartitionRow } from './rows.ts';

/** What is wrong with it, in a clause; empty when nothing is. */
export function stateWords(row: MatrixPartitionRow, { t }: Words): string {
  switch (row.state) {
    case partitionState.unavailable:
      return t('matrix.state-unavailable');
    case partitionState.underMinIsr:
      return t('matrix.state-under-min-isr', { count: row.isr.length, min: row.minIsr });
    case partitionState.underReplicated:
      return t('matrix.state-under-replicated', { count: row.replicas.length - row.isr.length });
    default:
      return '';
  }
}

/** The colour class of a state. */
export function stateColor(state: number): string {
  if (state === partitionState.healthy) return '';
  return state === partitionState.underReplicated ? 'of-outsync' : 'of-loss';
}

/** Everything that a row says, in one spoken sentence. */
export function partitionSpoken(row: MatrixPartitionRow, words: Words): string {
  const { t } = words;
  const parts = [
    t('matrix.spoken', {
      partition: row.id,
      leader: row.leader < 0 ? t('matrix.none') : row.leader,
      replicas: printList(row.replicas),
      isr: printSet(row.isr),
      watermark: row.highWatermark,
      end: row.logEndOffset,
    }),
    stateWords(row, words),
    row.lagCount < 0 ? '' : t('matrix.spoken-lag', { count: row.lagCount }),
  ];
  return parts.filter((part) => part !== '').join(', ');
}
