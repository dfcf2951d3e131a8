import { Entity, Shared } from './state.ts';
import type { Micros } from './units.ts';

/** Names a scheduled item until it is taken or cancelled. 0 names nothing. */
export type ScheduleId = number;

const slotBits = 4194304;

/** How many items may stand in the list of the near ones, and behind how many of them one is still put there. */
const nearRoom = 64;
const nearReach = 8;
const isNear = -1;

/**
 * Where each item stands: in a short list, or in a heap. The items say what comes when, so this is no state: it is made anew after a
 * rewind, and where an item stands changes nothing.
 */
class ItemOrder extends Shared {
  /** Slots of items with few before them, the next one last: a message is due in a moment, before all those timers. */
  near: Int32Array = new Int32Array(nearRoom);
  nearSize = 0;
  /** Slots of all others, as a heap. */
  slots: Int32Array = new Int32Array(256);
  /** By slot: its place in the heap, or `isNear`. */
  places: Int32Array = new Int32Array(256);
  size = 0;
}

/**
 * Everything that will happen, in one total order: (at, sequence). A sorted list of what comes soon and an indexed binary heap for the
 * rest, over typed arrays, because cancelling must really remove: a request timer of 30 s is cancelled after 2 ms, thousands of times a
 * second.
 */
export class Scheduler extends Entity {
  private readonly order = new ItemOrder();
  private at: Float64Array = new Float64Array(256);
  private sequence: Float64Array = new Float64Array(256);
  private generation: Int32Array = new Int32Array(256);
  private payloads: (Shared | null)[] = [];
  /** Slots to be used again, the next one last; behind them zeros. */
  private free: Int32Array = new Int32Array(256);
  private freeCount = 0;
  private nextSequence = 0;

  get size(): number {
    return this.order.size + this.order.nearSize;
  }

  /** Puts an item at a time; items of one time are taken in the order in which they were put. */
  schedule(atMicros: Micros, payload: Shared): ScheduleId {
    const slot = this.put(atMicros, payload);
    return this.generation[slot]! * slotBits + slot + 1;
  }

  /** The same for what nobody will cancel: no name is made, which would be too large for a small integer. Answers with its slot. */
  put(atMicros: Micros, payload: Shared): number {
    if (!this.isDirty) this.touch();
    const slot = this.freeSlot();
    if (slot >= this.at.length) this.grow();
    this.payloads[slot] = payload;
    this.at[slot] = atMicros;
    this.sequence[slot] = this.nextSequence++;
    this.generation[slot] = (this.generation[slot]! + 1) & 0x3fffffff;
    if (!this.putNear(slot, atMicros)) this.putFar(slot);
    return slot;
  }

  /** Removes an item; false when it was already taken or cancelled. */
  cancel(id: ScheduleId): boolean {
    const slot = this.slotOf(id);
    if (slot < 0) return false;
    this.touch();
    this.remove(slot);
    this.release(slot);
    return true;
  }

  /** The scheduled time of an item, or -1 when it is gone. */
  timeOf(id: ScheduleId): Micros {
    const slot = this.slotOf(id);
    return slot < 0 ? -1 : this.at[slot]!;
  }

  /** The time of the next item, or Infinity when nothing is left. */
  nextTime(): Micros {
    const slot = this.nextSlot();
    return slot < 0 ? Infinity : this.at[slot]!;
  }

  /** Takes the item that stands in a slot. */
  take(slot: number): Shared {
    if (!this.isDirty) this.touch();
    const payload = this.payloads[slot]!;
    this.remove(slot);
    this.release(slot);
    return payload;
  }

  /** When the item in a slot is due. */
  microsAt(slot: number): Micros {
    return this.at[slot]!;
  }

  /** Its place in the order in which items were put. */
  sequenceAt(slot: number): number {
    return this.sequence[slot]!;
  }

  /** Every waiting item, in no particular order: for pictures and checks, not for the hot path. */
  *pending(): Iterable<{ readonly id: ScheduleId; readonly atMicros: Micros; readonly payload: Shared }> {
    const { payloads, generation, at } = this;
    // Not as they stand in the heap, which is another one after a rewind.
    for (let slot = 0; slot < payloads.length; slot++) {
      const payload = payloads[slot]!;
      if (payload !== null) yield { id: generation[slot]! * slotBits + slot + 1, atMicros: at[slot]!, payload };
    }
  }

  private slotOf(id: ScheduleId): number {
    if (id <= 0) return -1;
    const slot = (id - 1) % slotBits;
    if (this.payloads[slot] === null || this.payloads[slot] === undefined) return -1;
    return this.generation[slot] === Math.floor((id - 1) / slotBits) ? slot : -1;
  }

  private release(slot: number): void {
    this.payloads[slot] = null;
    // What is free looks alike, so that checkpoints save nothing of it.
    this.at[slot] = 0;
    this.sequence[slot] = 0;
    this.free[this.freeCount++] = slot;
  }

  private freeSlot(): number {
    const { free, freeCount } = this;
    if (freeCount === 0) return this.payloads.length;
    const slot = free[freeCount - 1]!;
    free[freeCount - 1] = 0;
    this.freeCount = freeCount - 1;
    return slot;
  }

  /** Where the next item stands; -1: nothing is left. */
  nextSlot(): number {
    const { near, nearSize, slots, size } = this.order;
    if (nearSize === 0) return size === 0 ? -1 : slots[0]!;
    const nearest = near[nearSize - 1]!;
    if (size === 0) return nearest;
    const { at, sequence } = this;
    const other = slots[0]!;
    return at[other]! < at[nearest]! || (at[other] === at[nearest] && sequence[other]! < sequence[nearest]!) ? other : nearest;
  }

  /** Puts the newest item into the list if it belongs near its end; false when it does not. */
  private putNear(slot: number, atMicros: Micros): boolean {
    const { at, order } = this;
    const { near, nearSize } = order;
    if (nearSize === nearRoom) return false;
    // What is due at the same time and was put before comes before.
    if (nearSize > nearReach && at[near[nearSize - nearReach - 1]!]! <= atMicros) return false;
    let place = nearSize;
    for (; place > 0; place--) {
      const other = near[place - 1]!;
      if (at[other]! > atMicros) break;
      near[place] = other;
    }
    near[place] = slot;
    order.places[slot] = isNear;
    order.nearSize = nearSize + 1;
    return true;
  }

  private putFar(slot: number): void {
    const { order } = this;
    order.slots[order.size] = slot;
    order.places[slot] = order.size;
    this.siftUp(order.size++);
  }

  private remove(slot: number): void {
    const { order } = this;
    const place = order.places[slot]!;
    if (place !== isNear) return this.removeAt(place);
    const { near } = order;
    const last = --order.nearSize;
    if (near[last] === slot) return;
    for (let i = near.indexOf(slot); i < last; i++) near[i] = near[i + 1]!;
  }

  /**
   * The gap sinks to a leaf behind the earlier child each time, and the last item, which mostly belongs down there, rises from it: half the
   * comparisons of letting that item sink from the top.
   */
  private removeAt(index: number): void {
    const { order, at, sequence } = this;
    const { slots: heap, places: heapIndex } = order;
    const size = --order.size;
    const last = heap[size]!;
    if (index === size) return;
    let i = index;
    for (let child = 2 * i + 1; child < size; child = 2 * i + 1) {
      let slot = heap[child]!;
      if (child + 1 < size) {
        const other = heap[child + 1]!;
        if (at[other]! < at[slot]! || (at[slot] === at[other] && sequence[other]! < sequence[slot]!)) {
          slot = other;
          child++;
        }
      }
      heap[i] = slot;
      heapIndex[slot] = i;
      i = child;
    }
    heap[i] = last;
    this.siftUp(i);
  }

  private siftUp(from: number): void {
    const { at, sequence } = this;
    const { slots: heap, places: heapIndex } = this.order;
    const slot = heap[from]!;
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const other = heap[parent]!;
      if (at[slot]! > at[other]! || (at[slot] === at[other] && sequence[slot]! > sequence[other]!)) break;
      heap[i] = other;
      heapIndex[other] = i;
      i = parent;
    }
    heap[i] = slot;
    heapIndex[slot] = i;
  }

  /** The order is another one of the same items than it was: what is taken first is the same. */
  override restored(): void {
    const { order, payloads } = this;
    this.growOrder();
    order.size = 0;
    order.nearSize = 0;
    for (let slot = 0; slot < payloads.length; slot++) if (payloads[slot] !== null) this.putFar(slot);
  }

  private grow(): void {
    const size = this.at.length * 2;
    this.at = wider(this.at, new Float64Array(size));
    this.sequence = wider(this.sequence, new Float64Array(size));
    this.generation = wider(this.generation, new Int32Array(size));
    this.free = wider(this.free, new Int32Array(size));
    this.growOrder();
  }

  private growOrder(): void {
    const { order } = this;
    const size = this.at.length;
    if (order.slots.length >= size) return;
    order.slots = wider(order.slots, new Int32Array(size));
    order.places = wider(order.places, new Int32Array(size));
  }
}

function wider<A extends Float64Array | Int32Array>(old: A, made: A): A {
  made.set(old);
  return made;
}
