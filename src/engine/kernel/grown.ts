/**
 * The list with one item more; use the answer in place of the list. An empty one may be shared; any other must be the caller's own.
 * The first push on an empty array reserves room for seventeen items, which for lists that nearly always hold one is most of what a
 * message costs: an empty list, and one of a single item, is replaced by one made to measure.
 */
export function grown<T>(list: readonly T[], item: T): T[] {
  if (list.length === 0) return [item];
  if (list.length === 1) return [list[0]!, item];
  const own = list as T[];
  own.push(item);
  return own;
}

/** Takes an item out of a list, in which it stands once or not at all; nearly always it is the first. */
export function without<T>(list: T[], item: T): void {
  const index = list.indexOf(item);
  if (index === 0) list.shift();
  else if (index > 0) list.splice(index, 1);
}
