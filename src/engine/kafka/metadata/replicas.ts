/** Lists of replica ids, as Kafka's Replicas class treats them. All functions leave their arguments alone. */

/** Whether every id of `subset` is in `replicas`, counting repetitions. Source: Replicas.contains(List, int[]). */
export function containsAllReplicas(replicas: readonly number[], subset: readonly number[]): boolean {
  const sorted = [...replicas].sort(ascending);
  let next = 0;
  for (const replica of [...subset].sort(ascending)) {
    while (next < sorted.length && (sorted[next] ?? 0) < replica) next++;
    if (next >= sorted.length || sorted[next] !== replica) return false;
    next++;
  }
  return true;
}

/** Whether an ISR that a leader asks for consists of distinct, assigned replicas. Source: Replicas.validateIsr. */
export function isValidIsr(replicas: readonly number[], isr: readonly number[]): boolean {
  const seen = new Set<number>();
  for (const replica of isr) {
    if (replica < 0 || seen.has(replica) || !replicas.includes(replica)) return false;
    seen.add(replica);
  }
  return true;
}

/** The replicas in order, without those of `others`. */
export function withoutReplicas(replicas: readonly number[], others: readonly number[]): readonly number[] {
  return replicas.filter((replica) => !others.includes(replica));
}

/** Whether two lists are the same, order included. */
export function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Sorts numbers up. */
export function ascending(a: number, b: number): number {
  return a - b;
}
