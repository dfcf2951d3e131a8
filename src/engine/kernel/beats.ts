import { Entity } from './state.ts';
import type { EntityRegistry } from './state.ts';

/** How many neighbours are saved together. */
const room = 32;

/**
 * Numbers that change with every beat of something that sleeps otherwise, in columns beside those of its neighbours: a checkpoint saves one
 * block, and not all that had nothing but a beat since the one before.
 */
export class BeatBlock extends Entity {
  private rowCount = 0;
  private readonly numbers: Float64Array;

  constructor(registry: EntityRegistry, columnCount: number) {
    super(registry);
    this.numbers = new Float64Array(room * columnCount);
  }

  /** No row is left: another block is to be begun. Rows are not given back; whoever has one keeps its block. */
  get isFull(): boolean {
    return this.rowCount === room;
  }

  /** A row of zeros. */
  addRow(): number {
    this.touch();
    return this.rowCount++;
  }

  get(row: number, column: number): number {
    return this.numbers[column * room + row]!;
  }

  set(row: number, column: number, value: number): void {
    this.touch();
    this.numbers[column * room + row] = value;
  }
}
