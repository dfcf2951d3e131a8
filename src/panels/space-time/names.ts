/** How lifelines, messages and marks are named. */
import { eventOfCells } from '../../app/event-cells.ts';
import type { Words } from '../../app/words.ts';
import { printDuration, printSeconds, printSet } from '../../texts/format.ts';
import type { EventCells } from '../../contract/event-cells.ts';
import type { ArrowRow, LifelineRow, MarkRow } from './rows.ts';

/** A lifeline's name. */
export function lifelineName(row: LifelineRow | undefined, { t }: Words): string {
  if (row === undefined) return '';
  switch (row.kind) {
    case 'broker':
      return t('object.broker', { broker: row.node });
    case 'controller':
      return t('object.controller');
    case 'producer':
    case 'consumer':
      return row.name;
    case 'other':
      return t('space-time.admin');
  }
}

/** What stands under it. */
export function lifelineDetail(row: LifelineRow, { t }: Words): string {
  switch (row.kind) {
    case 'broker':
      return row.leadsCount === 0 ? t('space-time.follows') : t('space-time.leads', { count: row.leadsCount });
    case 'producer':
      return t('space-time.producer', { acks: row.acks });
    case 'consumer':
      return t('space-time.consumer');
    case 'controller':
    case 'other':
      return '';
  }
}

/** The few letters beside an arrow. */
export function arrowLabel(arrow: ArrowRow, { t }: Words): string {
  const offset = arrow.labelOffset;
  switch (arrow.labelKind) {
    case 'produce':
      return t('space-time.label-produce', { offset });
    case 'ack':
      return offset < 0 ? t('space-time.label-ack-none') : t('space-time.label-ack', { offset });
    case 'records':
      return t('space-time.label-records', { offset });
    case 'watermark':
      return `HW ${String(offset)}`;
    case 'fetch':
      return t('space-time.label-fetch', { offset });
    case 'error':
      return arrow.error;
    case 'api':
      return arrow.api;
  }
}

/** A message in full: "Produce response, 44". */
export function arrowTitle(arrow: ArrowRow, { t }: Words): string {
  return t(arrow.isResponse ? 'space-time.response' : 'space-time.request', { api: arrow.api });
}

/** Everything that the picture says of a message, in one spoken sentence. */
export function arrowSpoken(arrow: ArrowRow, lifelines: readonly LifelineRow[], words: Words): string {
  const nameOf = (node: number): string =>
    lifelineName(
      lifelines.find((row) => row.node === node),
      words,
    );
  const parts = [
    words.t('space-time.spoken', {
      what: arrowTitle(arrow, words),
      label: arrowLabel(arrow, words),
      from: nameOf(arrow.from),
      to: nameOf(arrow.to),
      time: printSeconds(arrow.sentMicros),
      takes: printDuration(arrow.dueMicros - arrow.sentMicros),
    }),
  ];
  if (arrow.state !== 'sent') parts.push(words.t(`space-time.state-${arrow.state}`));
  if (arrow.part === 'needed' || arrow.part === 'led') parts.push(words.t(`space-time.part-${arrow.part}`));
  return parts.join(', ');
}

/** What happened, as a sentence. */
export function eventSentence(cells: EventCells, words: Words): string {
  return words.what(eventOfCells(cells));
}

/** The few letters beside a mark; empty when the mark says enough. */
export function markLabel(mark: MarkRow, { t }: Words): string {
  const { args } = eventOfCells(mark);
  const number = (name: string): number => (typeof args[name] === 'number' ? args[name] : -1);
  const nodes = (name: string): string => {
    const value = args[name];
    return typeof value === 'object' ? printSet(value) : '';
  };
  switch (mark.name) {
    case 'recordsAppended':
      return `LEO ${String(number('firstOffset') + number('recordCount'))}`;
    case 'recordsReplicated':
      return `LEO ${String(number('logEndOffset'))}`;
    case 'highWatermarkAdvanced':
      return `HW ${String(number('highWatermark'))}`;
    case 'becameLeader':
      return t('space-time.mark-leads', { epoch: number('leaderEpoch'), offset: number('leaderEpochStartOffset') });
    case 'leaderElected':
    case 'preferredLeaderElected':
    case 'uncleanLeaderElected':
    case 'leaderReturned':
    case 'leaderElectedFromElr':
      return t('space-time.mark-elects', { leader: number('leader') });
    case 'isrShrunk':
    case 'isrExpanded':
    case 'isrChanged':
      return `ISR ${nodes('isr')}`;
    case 'brokerFenced':
      return t('space-time.mark-fences', { broker: number('broker') });
    case 'recordsLost':
      return t('space-time.mark-lost', { count: number('lostCount') });
    case 'logTruncated':
      return t('space-time.mark-cut', { offset: number('offset') });
    case 'processCrashed':
    case 'powerLost':
    case 'processPaused':
    case 'processResumed':
    case 'processStarted':
      return t(`space-time.mark-${mark.name}`);
    default:
      return '';
  }
}
