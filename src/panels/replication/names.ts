/** How replicas are named and described. */
import type { Words } from '../../app/words.ts';
import { printSeconds } from '../../texts/format.ts';
import type { LinedUpLogRow, LinedUpPartitionRow, LogRole } from './rows.ts';

/** The colour class of a state. */
export function roleColor(role: LogRole): string {
  const colors: Readonly<Record<LogRole, string>> = {
    leader: 'of-leader',
    'in-sync': 'of-insync',
    'out-of-sync': 'of-outsync',
    eligible: 'of-elr',
    fenced: 'of-offline',
    offline: 'of-offline',
  };
  return colors[role];
}

/** The state of a replica in one or two short lines. */
export function stateWords(
  log: LinedUpLogRow,
  partition: LinedUpPartitionRow,
  { t }: Words,
): { readonly main: string; readonly more: string } {
  if (log.role === 'leader') return { main: t('replica.leads-epoch', { epoch: partition.leaderEpoch }), more: '' };
  const isCaughtUp = log.role === 'out-of-sync' && log.behindCount === 0 && partition.leader >= 0;
  const main = log.role === 'out-of-sync' && log.behindCount > 0 ? t('replication.catching-up') : t(`role.${log.role}`);
  if (!log.isRunning) return { main, more: '' };
  if (log.fetchState === 'failed' || log.fetchState === 'truncating' || log.fetchState === 'delayed')
    return { main, more: t(`replication.fetch-${log.fetchState}`) };
  if (isCaughtUp) return { main, more: t('replica.caught-up-short') };
  if (log.role === 'in-sync' || log.lastCaughtUpMicros < 0) return { main, more: '' };
  return { main, more: t('replication.caught-up-at', { time: printSeconds(log.lastCaughtUpMicros) }) };
}

/** Everything that the picture says of a replica, in one spoken sentence. */
export function logName(log: LinedUpLogRow, partition: LinedUpPartitionRow, words: Words): string {
  const { t } = words;
  const state = stateWords(log, partition, words);
  const parts = [
    t('replication.spoken', {
      partition: partition.id,
      broker: log.broker,
      state: state.main,
      start: log.logStartOffset,
      watermark: log.highWatermark,
      stable: log.lastStableOffset,
      end: log.logEndOffset,
    }),
  ];
  if (state.more !== '') parts.push(state.more);
  if (log.fetchOffset >= 0) parts.push(t('replication.spoken-fetch', { offset: log.fetchOffset, leader: log.fetchesFrom }));
  const thinks = log.leaderThinksLogEndOffset;
  if (thinks >= 0 && thinks !== log.logEndOffset) parts.push(t('replication.leader-thinks', { leader: partition.leader, offset: thinks }));
  return parts.join(', ');
}
