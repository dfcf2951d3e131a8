import { curveBumpX, line } from 'd3-shape';
import type { ReactElement } from 'react';
import { useFrame } from './context.ts';
import { commandWords } from './command-words.ts';
import type { TimelineScale } from './timeline-scale.ts';
import { useWords } from './words.ts';

/** At most so many other histories are drawn; the newest is labelled. */
const ghostsShown = 2;
const bend = line<readonly [number, number]>().curve(curveBumpX);

/** Other histories, leaving the line where they were forked: thinner, dashed, never yellow, and labelled with what differs. */
export function TimelineGhosts({ scale, y }: { readonly scale: TimelineScale; readonly y: number }): ReactElement {
  const words = useWords();
  const branches = useFrame((state) => state.branches);
  const shownFork = branches.find((branch) => branch.isCurrent)?.forkedAt ?? null;
  const others = branches.filter((branch) => !branch.isCurrent).slice(-ghostsShown);
  return (
    <g>
      {others.map((branch, index) => {
        // The oldest history was never forked: it leaves the line where the one that is shown was.
        const from = scale.x((branch.forkedAt ?? shownFork)?.micros ?? 0);
        const to = Math.max(from + 70, scale.x(branch.computedUntil.micros));
        const below = y + 40 + (others.length - 1 - index) * -8;
        const isNewest = index === others.length - 1;
        const path = `${
          bend([
            [from, y],
            [from + 36, below],
          ]) ?? ''
        }H${to.toFixed(1)}`;
        return (
          <g key={branch.id}>
            <path d={path} fill="none" stroke="var(--ghost)" strokeWidth="2" strokeDasharray="6 4" />
            {isNewest ? (
              <text x={Math.min(to + 10, scale.x(scale.endMicros) - 120)} y={below + 4} className="s12 of-ghost on-paper">
                {words.t('timeline.other-history', {
                  what: branch.firstCommand === null ? words.t('timeline.as-it-was') : commandWords(branch.firstCommand, words),
                })}
              </text>
            ) : null}
          </g>
        );
      })}
    </g>
  );
}
