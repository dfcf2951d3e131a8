/** A difference before it is put into words. */
export interface FoundDifference<K extends string> {
  readonly id: string;
  readonly place: string;
  /** Code of a text `difference.<kind>`. */
  readonly kind: K;
  readonly params: Readonly<Record<string, string | number>>;
  readonly here: string;
  readonly there: string;
}

/** Where a difference is marked, and what its text speaks of. */
interface DifferenceOf {
  readonly place: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** Collects what is not the same on both sides. -1 stands for "none", and so does an empty text. */
export class DifferenceList<K extends string> {
  readonly found: FoundDifference<K>[] = [];

  add(kind: K, { place, params = {} }: DifferenceOf, here: string | number, there: string | number): void {
    if (here === there) return;
    this.found.push({ id: `${kind} ${place} ${JSON.stringify(params)}`, place, kind, params, here: print(here), there: print(there) });
  }
}

function print(value: string | number): string {
  return value === -1 || value === '' ? '–' : String(value);
}
