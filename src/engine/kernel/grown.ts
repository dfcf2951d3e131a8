/**
 * The list with one item more; use the answer in place of the list. The first push on an empty array reserves room for seventeen items,
 * which for lists that nearly always hold one is most of what a message costs: an empty list is replaced by one made to measure.
 */
export function grown<T>(list: T[], item: T): T[] {
  if (list.length === 0) return [item];
  list.push(item);
  return list;
}
