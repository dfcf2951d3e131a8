/** Every path that something of a lesson reads, wherever it stands. */
export function pathsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => pathsIn(item));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inside]) => (name === 'path' && typeof inside === 'string' ? [inside] : pathsIn(inside)));
}
