import type { CellValue, Row, RowPatch } from '../contract/engine-api.ts';

/** Remembers what a table's reader has, and says what to change: rows that did not change do not travel. */
export class RowDiff {
  private sent = new Map<string, Row>();
  private isKnown = false;

  /** The change from what was sent last to `rows`; null when there is none. That there are no rows is told once. */
  patch(table: string, rows: Iterable<Row>): RowPatch | null {
    const upsert: Row[] = [];
    const now = new Map<string, Row>();
    for (const row of rows) {
      const before = this.sent.get(row.id);
      if (before !== undefined && isSameRow(before, row)) {
        now.set(row.id, before);
        continue;
      }
      now.set(row.id, row);
      upsert.push(row);
    }
    const remove: string[] = [];
    for (const id of this.sent.keys()) if (!now.has(id)) remove.push(id);
    this.sent = now;
    const isNews = !this.isKnown || upsert.length > 0 || remove.length > 0;
    this.isKnown = true;
    return isNews ? { table, upsert, remove } : null;
  }
}

function isSameRow(a: Row, b: Row): boolean {
  for (const key in b) if (!isSameCell(a[key], b[key])) return false;
  for (const key in a) if (!(key in b)) return false;
  return true;
}

function isSameCell(a: CellValue | undefined, b: CellValue | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
