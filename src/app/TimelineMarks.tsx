import { useMemo } from 'react';
import type { ReactElement } from 'react';
import type { EventRow } from '../contract/engine-api.ts';
import { GlyphBody } from '../design/Glyph.tsx';
import { printDuration, printSeconds } from '../texts/format.ts';
import { glyphOf } from './event-glyphs.ts';
import { groupByPlace, markLabel, markWidth, mostTelling } from './timeline-marks.ts';
import type { TimelineScale } from './timeline-scale.ts';
import { useWords } from './words.ts';

interface TimelineMarksProps {
  readonly marks: readonly EventRow[];
  readonly scale: TimelineScale;
  readonly y: number;
  readonly width: number;
  readonly isSmall: boolean;
}

/** Of a crowd of marks, so many are told in full when it is pointed at. */
const sentencesShown = 5;

/** The line with its folds, marks and times. */
export function TimelineMarks({ marks, scale, y, width, isSmall }: TimelineMarksProps): ReactElement {
  const { t } = useWords();
  const end = scale.x(scale.endMicros);
  return (
    <g>
      <defs>
        <pattern id="hatch-quiet" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="7" stroke="var(--edge)" strokeWidth="1" opacity=".55" />
        </pattern>
      </defs>
      {scale.quiet.map((stretch) => {
        const from = scale.x(stretch.fromMicros) + 8;
        const to = scale.x(stretch.toMicros) - 8;
        if (to - from < 12) return null;
        return (
          <g key={stretch.fromMicros}>
            <rect x={from} y={y - 8} width={to - from} height="16" fill="url(#hatch-quiet)" />
            {isSmall || to - from < 76 ? null : (
              <text x={(from + to) / 2} y={y + 22} textAnchor="middle" className="s11 ink-3">
                {t('timeline.quiet', { duration: printDuration(stretch.toMicros - stretch.fromMicros) })}
              </text>
            )}
          </g>
        );
      })}
      <line x1="0" y1={y} x2={end} y2={y} stroke="var(--ink)" strokeWidth="3" />
      <path
        d={`M${String(end + 6)} ${String(y)}H${String(width)}`}
        stroke="var(--edge)"
        strokeWidth="1.5"
        strokeDasharray="1 5"
        fill="none"
      />
      {isSmall ? null : (
        <text x={width} y={y + 22} textAnchor="end" className="s11 ink-3">
          {t('timeline.not-computed')}
        </text>
      )}
      {isSmall ? null : (
        <text x="0" y={y + 22} className="code s11 ink-3">
          0 s
        </text>
      )}
      <Marks marks={marks} scale={scale} y={y} isSmall={isSmall} />
    </g>
  );
}

/** Marks that would lie on each other stand as one, with the most telling of them; its words stand beside it as far as there is room. */
function Marks({ marks, scale, y, isSmall }: Omit<TimelineMarksProps, 'width'>): ReactElement {
  const words = useWords();
  const groups = useMemo(() => groupByPlace(marks, (micros) => scale.x(micros)), [marks, scale]);
  let lastTick = 24;
  let lastLabel = '';
  return (
    <g>
      {groups.map((group, index) => {
        const shown = mostTelling(group.events);
        const glyph = glyphOf(shown);
        const hasTick = group.x - lastTick > 40 && !isSmall;
        const short = printSeconds(shown.micros, 1);
        const label = short === lastLabel ? printSeconds(shown.micros) : short;
        if (hasTick) {
          lastTick = group.x;
          lastLabel = short;
        }
        const room = (groups[index + 1]?.x ?? scale.x(scale.endMicros) + 40) - group.x - markWidth - 6;
        return (
          <g key={shown.id} transform={`translate(${group.x.toFixed(1)},0)`}>
            <title>{group.events.slice(0, sentencesShown).map(words.what).join('\n')}</title>
            <line x1="0" y1={y - 8} x2="0" y2={y + (hasTick ? 11 : 3)} stroke="var(--ink)" strokeWidth="1.5" />
            {isSmall ? (
              glyph === 'lost' ? (
                <g transform={`translate(-5,${String(y - 10)}) scale(.7)`}>
                  <GlyphBody name={glyph} />
                </g>
              ) : null
            ) : (
              <>
                <g transform={`translate(-7,${String(y - 25)})`}>
                  <GlyphBody name={glyph} />
                </g>
                <text x="10" y={y - 14} className={`s11 ${glyph === 'lost' ? 'name of-loss' : 'ink-2'}`}>
                  {markLabel(shown, group.events, room, words)}
                </text>
              </>
            )}
            {hasTick ? (
              <text x="0" y={y + 22} textAnchor="middle" className="code s11 ink-3">
                {label}
              </text>
            ) : null}
          </g>
        );
      })}
    </g>
  );
}
