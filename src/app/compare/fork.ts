/** Where two histories part. */
import type { BranchInfo } from '../../contract/engine-api.ts';

type Fork = Pick<BranchInfo, 'id' | 'parent' | 'isCurrent'> & { readonly forkedAt: { readonly micros: number } | null };

/** When the history that is shown and another one part, in simulated microseconds; null where they are not known. */
export function forkBetween(branches: readonly Fork[], other: number | null): number | null {
  const byId = new Map(branches.map((branch) => [branch.id, branch]));
  const current = branches.find(({ isCurrent }) => isCurrent);
  if (current === undefined || other === null) return null;
  const own = departures(byId, current.id);
  const others = departures(byId, other);
  for (const [id, left] of own) {
    const otherLeft = others.get(id);
    if (otherLeft === undefined) continue;
    const parted = Math.min(left, otherLeft);
    return Number.isFinite(parted) ? parted : null;
  }
  return null;
}

/** A history and those that it came from, the nearest first, with when it left each; it never left itself. */
function departures(byId: ReadonlyMap<number, Fork>, id: number): ReadonlyMap<number, number> {
  const left = new Map<number, number>();
  let earliest = Infinity;
  for (let branch = byId.get(id); branch !== undefined && !left.has(branch.id);) {
    left.set(branch.id, earliest);
    earliest = Math.min(earliest, branch.forkedAt?.micros ?? Infinity);
    branch = branch.parent === null ? undefined : byId.get(branch.parent);
  }
  return left;
}
