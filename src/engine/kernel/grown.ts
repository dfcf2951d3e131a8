/**
 * The list with one item more; use the answer in place of the list. An empty one may be shared; any other must be the caller's own.
 * The first push on an empty array reserves room for seventeen items, which for lists that nearly always hold one is most of what a
 * message costs: an empty list, and one of a single item, is replaced by one made to measure.
 */
export function grown<T>(list: readonly T[], item: T): T[] {
  if (list.length === 0) return [item];
  if (list.length === 1) return [list[0]!, item];
  const own = list as T[];
  addLast(own, item);
  return own;
}

/** Adds an item to a list. Where lists of more than one kind of V8's come by, `push` is a call out of compiled code. */
export function addLast<T>(list: T[], item: T): void {
  list[list.length] = item;
}

/** As many are moved up one by one. */
const fewItems = 16;

/** Takes the first item of a list; of a list of a few, which most are, without the call that `shift` is. */
export function takeFirst<T>(list: T[]): T | undefined {
  const { length } = list;
  if (length === 0) return undefined;
  if (length > fewItems) return list.shift();
  const first = list[0];
  for (let i = 1; i < length; i++) list[i - 1] = list[i]!;
  list.pop();
  return first;
}

/** Takes an item out of a list, in which it stands once or not at all; nearly always it is the first. */
export function without<T>(list: T[], item: T): void {
  const index = list.indexOf(item);
  if (index === 0) takeFirst(list);
  else if (index > 0) list.splice(index, 1);
}
