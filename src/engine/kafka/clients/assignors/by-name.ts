import type { Assignor } from './assignor.ts';
import { RangeAssignor } from './range-assignor.ts';
import { RoundRobinAssignor } from './round-robin-assignor.ts';
import { CooperativeStickyAssignor, StickyAssignor } from './sticky-assignor.ts';

/** The assignors that partition.assignment.strategy names: classes, with or without their package, or the short names of the protocol. */
export function assignorsOf(strategy: readonly string[]): Assignor[] {
  return strategy.flatMap((name) => assignorOf(name.slice(name.lastIndexOf('.') + 1)) ?? []);
}

function assignorOf(name: string): Assignor | null {
  switch (name) {
    case 'RangeAssignor':
    case 'range':
      return new RangeAssignor();
    case 'RoundRobinAssignor':
    case 'roundrobin':
      return new RoundRobinAssignor();
    case 'StickyAssignor':
    case 'sticky':
      return new StickyAssignor();
    case 'CooperativeStickyAssignor':
    case 'cooperative-sticky':
      return new CooperativeStickyAssignor();
    default:
      return null;
  }
}
