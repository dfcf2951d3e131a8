import { memo } from 'react';
import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import type { Words } from '../../app/words.ts';
import { timeX } from './layout.ts';
import type { LaneLayout } from './layout.ts';
import type { PhaseRow } from './rows.ts';
import { useRows } from './tables.ts';

/** So wide is a letter of a band's head, about. */
const letterWidth = 7;

/** The states of the group as bands behind the lanes. */
export const Phases = memo(function Phases({ layout }: { readonly layout: LaneLayout }): ReactElement {
  const phases = useRows('group.phases');
  const { top, axisY, right } = layout;
  return (
    <>
      {phases.map((phase, index) => {
        const x = timeX(layout, phase.fromMicros);
        const end = phase.toMicros < 0 ? right : timeX(layout, phase.toMicros);
        const isRest = phase.kind === 'stable' || phase.kind === 'epoch' || phase.kind === 'empty';
        const isOdd = phase.kind === 'epoch' && index % 2 === 1;
        return (
          <g key={phase.id}>
            <rect x={x} y={top} width={Math.max(0, end - x)} height={axisY - top} fill={isRest && !isOdd ? 'none' : 'var(--epoch-even)'} />
            <line x1={x} y1={top} x2={x} y2={axisY} stroke="var(--edge)" />
          </g>
        );
      })}
    </>
  );
});

/** What each band is, above it. */
export const PhaseHeads = memo(function PhaseHeads({ layout }: { readonly layout: LaneLayout }): ReactElement {
  const phases = useRows('group.phases');
  const words = useWords();
  return (
    <>
      {phases.map((phase) => {
        const x = timeX(layout, phase.fromMicros);
        const end = phase.toMicros < 0 ? layout.right : timeX(layout, phase.toMicros);
        return <BandHead key={phase.id} phase={phase} x={x + 7} width={end - x - 10} words={words} />;
      })}
    </>
  );
});

interface BandHeadProps {
  readonly phase: PhaseRow;
  readonly x: number;
  readonly width: number;
  readonly words: Words;
}

function BandHead({ phase, x, width, words }: BandHeadProps): ReactElement | null {
  const { t } = words;
  const main = t(`group.phase-${phase.kind}`, { generation: phase.generation });
  const short = t(`group.phase-${phase.kind}-short`, { generation: phase.generation });
  const more = t('group.phase-members', { count: phase.memberCount });
  const letter = words.language === 'en' ? letterWidth : letterWidth * 1.9;
  const fits = (text: string): boolean => text.length * letter <= width;
  const head = fits(main) ? main : fits(short) ? short : '';
  if (head === '') return null;
  return (
    <>
      <text x={x} y="14" className="s12 name">
        {head}
      </text>
      {fits(more) ? (
        <text x={x} y="29" className="s11 ink-2">
          {more}
        </text>
      ) : null}
    </>
  );
}
