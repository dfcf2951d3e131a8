import { batchAcknowledged, batchRetried, sendFailed } from '../../../engine/kafka/clients/producer/events.ts';
import { recordsDelivered } from '../../../engine/kafka/clients/consumer/events.ts';
import { highWatermarkLearned, produceRefused, recordsAppended, recordsReplicated } from '../../../engine/kafka/broker/events.ts';
import { errorName } from '../../../engine/kafka/errors.ts';
import type { ClusterReader } from '../../../engine/kafka/reader.ts';
import type { ArrowRow, ChainPart } from '../rows.ts';
import type { Mark, Sent, SpaceTimeMemory } from './memory.ts';

type Label = Pick<ArrowRow, 'labelKind' | 'labelOffset' | 'error' | 'partition'>;

const plain: Label = { labelKind: 'api', labelOffset: -1, error: '', partition: '' };

/** What is known of messages that are kept back, by the event of their sending. */
type Kept = ReadonlyMap<number, 'stuck' | 'held'>;

/** Messages that wait at a cut link or for a person. */
export function keptMessages(reader: ClusterReader): Kept {
  const kept = new Map<number, 'stuck' | 'held'>();
  for (const { envelope, held } of reader.cluster.kernel.inFlight())
    if (held !== 'no') kept.set(envelope.sentEvent, held === 'by-hand' ? 'held' : 'stuck');
  return kept;
}

/** One message as an arrow. */
export function arrowRow(
  reader: ClusterReader,
  memory: SpaceTimeMemory,
  message: Sent,
  about: { readonly part: ChainPart; readonly kept: Kept; readonly untilMicros: number },
): ArrowRow {
  const isLost = message.lostMicros >= 0 && message.lostMicros <= about.untilMicros;
  const waits = memory.isCut(message.from, message.to, message.dueMicros) ? 'stuck' : 'sent';
  return {
    id: String(message.id),
    event: message.id,
    from: message.from,
    to: message.to,
    api: reader.cluster.kernel.names.text(message.api),
    isResponse: message.isResponse,
    sentMicros: message.sentMicros,
    dueMicros: message.dueMicros,
    state: isLost ? 'lost' : (about.kept.get(message.id) ?? waits),
    lostMicros: isLost ? message.lostMicros : -1,
    ...labelOf(reader, memory, message),
    part: about.part,
  };
}

/** What a message says, as far as what came of it tells. */
function labelOf(reader: ClusterReader, memory: SpaceTimeMemory, message: Sent): Label {
  for (const effect of message.effects) {
    const label = labelOfEffect(reader, effect);
    if (label !== null) return label;
  }
  // A fetch that goes on where the records that came before it ended.
  const cause = message.isResponse ? null : memory.message(message.trigger);
  const copied = cause?.effects.find((effect) => effect.spec === recordsReplicated);
  if (copied === undefined || reader.cluster.kernel.names.text(message.api) !== 'Fetch') return plain;
  const args = argsOf(reader, copied);
  return { ...plain, labelKind: 'fetch', labelOffset: args['logEndOffset'] ?? -1, partition: partitionOf(reader, args) };
}

function labelOfEffect(reader: ClusterReader, effect: Mark): Label | null {
  const { spec } = effect;
  const args = argsOf(reader, effect);
  const partition = partitionOf(reader, args);
  if (spec === recordsAppended) return { ...plain, labelKind: 'produce', labelOffset: args['firstOffset'] ?? -1, partition };
  if (spec === batchAcknowledged) return { ...plain, labelKind: 'ack', labelOffset: args['baseOffset'] ?? -1, partition };
  if (spec === recordsReplicated || spec === recordsDelivered)
    return { ...plain, labelKind: 'records', labelOffset: args['firstOffset'] ?? -1, partition };
  if (spec === batchRetried || spec === sendFailed)
    return { ...plain, labelKind: 'error', error: errorName(args['error'] ?? 0), partition };
  if (spec === highWatermarkLearned) return { ...plain, labelKind: 'watermark', labelOffset: args['highWatermark'] ?? -1, partition };
  if (spec === produceRefused) return { ...plain, labelKind: 'api', partition };
  return null;
}

function argsOf(reader: ClusterReader, { id }: Mark): Readonly<Record<string, number>> {
  return reader.cluster.kernel.trace.row(id)?.args ?? {};
}

function partitionOf(reader: ClusterReader, args: Readonly<Record<string, number>>): string {
  const { partition } = args;
  return partition === undefined ? '' : reader.cluster.kernel.names.text(partition);
}
