/** What a request or response says, on its tag and aloud. */
import type { TagPiece } from '../../design/canvas/tags.ts';
import type { Words } from '../../app/words.ts';
import type { MessageRow, WaitingRow } from './rows.ts';

/** The most records that a tag shows; the rest is a count. */
const recordsShown = 8;

/** The contents of a tag, from its name to its numbers. */
export function tagPieces(message: MessageRow, words: Words): readonly TagPiece[] {
  if (message.error !== null && message.error !== 'NONE') return [{ kind: 'error', text: message.error }];
  const name: TagPiece = { kind: message.isResponse ? 'plain' : 'name', text: message.api };
  switch (message.api) {
    case 'Produce':
      return message.isResponse ? [{ kind: 'name', text: produceAnswer(message, words) }] : [name, ...records(message), ...acks(message)];
    case 'Fetch':
      return message.isResponse
        ? fetchAnswer(message, words)
        : [{ kind: 'name', text: words.t('message.fetch-from', { offset: message.offset }) }];
    case 'AlterPartition':
      return message.isResponse || message.partition === null
        ? [name]
        : [name, { kind: 'code', text: `${message.partition}  ISR ${message.isr.join(' ')}` }];
    default:
      return message.isResponse ? [{ kind: 'plain', text: words.t('message.answer', { api: message.api }) }] : [name];
  }
}

function produceAnswer(message: MessageRow, words: Words): string {
  return message.offset < 0
    ? words.t('message.answer', { api: message.api })
    : words.t('message.ack', {
        offset: message.lastOffset > message.offset ? `${String(message.offset)}–${String(message.lastOffset)}` : message.offset,
      });
}

function fetchAnswer(message: MessageRow, words: Words): readonly TagPiece[] {
  const watermark = message.highWatermark < 0 ? '' : `HW ${String(message.highWatermark)}`;
  if (message.recordCount === 0)
    return [
      { kind: 'plain', text: words.t('message.nothing-new') },
      { kind: 'code', text: watermark },
    ];
  const range = message.lastOffset > message.offset ? `${String(message.offset)}–${String(message.lastOffset)}` : String(message.offset);
  return [...records(message), { kind: 'code', text: `${range}  ${watermark}`.trim() }];
}

function records(message: MessageRow): readonly TagPiece[] {
  const shown: TagPiece[] = message.keys
    .slice(0, recordsShown)
    .map((key, index) => ({ kind: 'record', key, keyIndex: message.keyIndexes[index] ?? -1 }));
  const more = message.recordCount - shown.length;
  if (more > 0) shown.push({ kind: 'code', text: `+${String(more)}` });
  return shown;
}

function acks(message: MessageRow): readonly TagPiece[] {
  return message.acks === null ? [] : [{ kind: 'code', text: message.acks === 'all' ? 'all' : `acks ${message.acks}` }];
}

/** The name of where a message starts or ends. */
export function endpointName(endpoint: string, words: Words): string {
  const colon = endpoint.indexOf(':');
  if (colon < 0) return words.t('object.controller');
  const name = endpoint.slice(colon + 1);
  return endpoint.startsWith('broker:') ? words.t('object.broker', { broker: name }) : name;
}

/** What a request on a shelf waits for, in words: a fetch without data is a long poll. */
export function pollWords({ kind, from, offset, lacks }: WaitingRow, words: Words): string {
  const who = from.startsWith('broker:') ? words.node(Number(from.slice('broker:'.length))) : endpointName(from, words);
  const params = { who, offset };
  if (kind === 'produce' || lacks === 'acks') return words.t('waiting.produce', params);
  return words.t(`waiting.poll-${lacks}`, params);
}

/** A message in one spoken sentence. */
export function messageName(message: MessageRow, words: Words): string {
  const contents = tagPieces(message, words)
    .map((piece) => (piece.kind === 'record' ? piece.key : piece.text))
    .join(' ');
  return words.t(message.isResponse ? 'object.response' : 'object.request', {
    contents,
    from: endpointName(message.from, words),
    to: endpointName(message.to, words),
    state: message.state === 'flying' ? '' : words.t(`message.${message.state}`),
  });
}
