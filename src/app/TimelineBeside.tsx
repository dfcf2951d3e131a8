import { curveBumpX, line } from 'd3-shape';
import type { ReactElement } from 'react';
import { forkBetween } from './compare/fork.ts';
import { useFrame, useSession } from './context.ts';
import { TimelineMarks } from './TimelineMarks.tsx';
import type { PlacedMark } from './timeline-marks.ts';
import type { TimelineScale } from './timeline-scale.ts';
import { useWords } from './words.ts';

const bend = line<readonly [number, number]>().curve(curveBumpX);

/** The bend ends where the two part: what is drawn below the line happened in the other history alone. */
const bendWidth = 34;

interface TimelineBesideProps {
  readonly scale: TimelineScale;
  readonly y: number;
  /** The line of the other history. */
  readonly besideY: number;
  readonly placed: readonly PlacedMark[];
}

/** The other history on the same clock: it leaves the line where the two part, and has marks of its own. */
export function TimelineBeside({ scale, y, besideY, placed }: TimelineBesideProps): ReactElement {
  const { t } = useWords();
  const comparing = useSession((state) => state.comparing);
  const forkMicros = useFrame((state) => forkBetween(state.branches, comparing) ?? 0);
  // It is run as far as the shown moment, and may have been run further before.
  const computed = useFrame((state) => {
    const known = state.branches.find(({ id }) => id === comparing)?.computedUntil.micros ?? 0;
    return Math.max(known, Math.ceil(state.at.micros / 10_000) * 10_000);
  });
  const from = scale.x(forkMicros);
  const to = scale.x(Math.max(computed, forkMicros));
  const names = scale.x(scale.endMicros) + 14;
  const path = `${
    bend([
      [Math.max(0, from - bendWidth), y],
      [from, besideY],
    ]) ?? ''
  }H${Math.max(from + 12, to).toFixed(1)}`;
  return (
    <g>
      <path d={path} fill="none" stroke="var(--ghost)" strokeWidth="2.5" strokeDasharray="6 4" />
      <TimelineMarks placed={placed} y={besideY} isSmall={false} />
      <text x={names} y={y + 4} className="s12 on-paper">
        {t('compare.this')}
      </text>
      <text x={names} y={besideY + 4} className="s12 of-ghost on-paper">
        {t('compare.other')}
      </text>
    </g>
  );
}
