import { grown } from '../../../kernel/grown.ts';
import { State } from '../../../kernel/state.ts';
import type { ProducerBatch } from './producer-batch.ts';

/** So many are kept before it is worth to move the others up. */
const doneAtFrontMax = 64;

/**
 * Batches whose records have no result yet, sent or not, oldest first. A batch knows its place, so that one of two thousand is found at
 * once; the places of those that are done stay empty for a while. Source: IncompleteBatches.
 */
export class IncompleteBatches extends State {
  /** How many there are. */
  count = 0;
  private places: (ProducerBatch | null)[] = [];
  /** The number of the first place: places are numbered for ever. */
  private firstPlace = 0;
  /** How many places at the front are empty. */
  private doneAtFront = 0;
  /** Every batch here is as old as the one before it, or younger, and none is sent again: each stands in its queue as it does here. */
  areInOrder = true;
  private newestMillis = 0;

  /** The batch that has been here longest. */
  get oldest(): ProducerBatch | null {
    return this.count === 0 ? null : (this.places[this.doneAtFront] ?? null);
  }

  add(batch: ProducerBatch): void {
    if (this.count === 0) this.areInOrder = true;
    else if (batch.createdMillis < this.newestMillis) this.areInOrder = false;
    this.newestMillis = batch.createdMillis;
    batch.incompletePlace = this.firstPlace + this.places.length;
    this.places = grown(this.places, batch);
    this.count++;
  }

  /** Takes a batch out; nothing happens when it is not here. */
  remove(batch: ProducerBatch): void {
    const index = batch.incompletePlace - this.firstPlace;
    if (index < 0 || this.places[index] !== batch) return;
    this.places[index] = null;
    batch.incompletePlace = -1;
    this.count--;
    while (this.doneAtFront < this.places.length && this.places[this.doneAtFront] === null) this.doneAtFront++;
    const isWorthIt = this.doneAtFront >= doneAtFrontMax && this.doneAtFront * 2 >= this.places.length;
    if (this.count > 0 && !isWorthIt) return;
    this.firstPlace += this.doneAtFront;
    this.places = this.count === 0 ? [] : this.places.slice(this.doneAtFront);
    this.doneAtFront = 0;
  }

  /** A batch goes back into its queue, perhaps behind younger ones. */
  noteReturn(): void {
    this.areInOrder = false;
  }

  all(): ProducerBatch[] {
    return this.places.filter((batch) => batch !== null);
  }
}
