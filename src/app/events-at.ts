/** How many of the events, which stand by time, have happened at a time: found by halving, since a long run has many. */
export function countUntil(events: readonly { readonly micros: number }[], micros: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.micros ?? Infinity) <= micros) low = middle + 1;
    else high = middle;
  }
  return low;
}
