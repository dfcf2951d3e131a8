import { noSequence } from '../kafka/log/record-batch.ts';
import type { CommittedBatch, Invariant, Say } from './invariant.ts';
import type { CommittedSequence } from './partition-view.ts';

/** Of each sequence number of an idempotent producer at most one record is committed. Source: ProducerAppendInfo. */
export const idempotence: Invariant = {
  id: 'I27',
  promised: 'committed-kept',
  source: 'ProducerAppendInfo',
  committed(committed, say) {
    const known = knownSequence(committed);
    // Sequences are committed in order, so what is not above the last one was committed before.
    const isRepeated = known?.producerEpoch === committed.batch.producerEpoch && committed.batch.baseSequence <= known.lastSequence;
    if (isRepeated) sayAbout(committed, say);
  },
};

/** Committed records of one producer epoch stand in the order of their sequence numbers. Source: ProducerAppendInfo. */
export const producerOrder: Invariant = {
  id: 'I28',
  promised: 'committed-kept',
  source: 'ProducerAppendInfo',
  committed(committed, say) {
    const known = knownSequence(committed);
    const { batch } = committed;
    if (known === null) return;
    const isInOrder =
      known.producerEpoch === batch.producerEpoch
        ? batch.baseSequence <= known.lastSequence + 1
        : known.producerEpoch < batch.producerEpoch;
    if (!isInOrder) sayAbout(committed, say);
  },
};

/** What is known of the batch's producer; null when there is nothing to compare. */
function knownSequence({ view, batch }: CommittedBatch): CommittedSequence | null {
  if (!batch.hasProducerId || batch.isControlBatch || batch.baseSequence === noSequence) return null;
  return view.sequences.get(batch.producerId) ?? null;
}

function sayAbout({ view, batch }: CommittedBatch, say: Say): void {
  say({ partition: view.name, producerId: batch.producerId, offset: batch.baseOffset, sequence: batch.baseSequence });
}
