import type { ReactElement } from 'react';
import type { EventRow } from '../contract/engine-api.ts';
import { GlyphBody } from '../design/Glyph.tsx';
import { printDuration, printSeconds } from '../texts/format.ts';
import { glyphOf } from './event-glyphs.ts';
import type { TimelineScale } from './timeline-scale.ts';
import { useWords } from './words.ts';

interface TimelineMarksProps {
  readonly marks: readonly EventRow[];
  readonly scale: TimelineScale;
  readonly y: number;
  readonly width: number;
  readonly isSmall: boolean;
}

/** Room that a mark takes from its neighbours. */
const markWidth = 17;

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

/** Marks that would lie on each other stand side by side as far as there is room; of a burst the newest and most telling is drawn. */
function Marks({ marks, scale, y, isSmall }: Omit<TimelineMarksProps, 'width'>): ReactElement {
  const groups = groupByPlace(marks, (micros) => scale.x(micros));
  let lastTick = 24;
  let lastLabel = '';
  return (
    <g>
      {groups.map((group) => {
        const shown = mostTelling(group.events);
        const glyph = glyphOf(shown);
        const hasTick = group.x - lastTick > 40 && !isSmall;
        const short = printSeconds(shown.micros, 1);
        const label = short === lastLabel ? printSeconds(shown.micros) : short;
        if (hasTick) {
          lastTick = group.x;
          lastLabel = short;
        }
        return (
          <g key={shown.id} transform={`translate(${group.x.toFixed(1)},0)`}>
            <line x1="0" y1={y - 8} x2="0" y2={y + (hasTick ? 11 : 3)} stroke="var(--ink)" strokeWidth="1.5" />
            {isSmall ? (
              glyph === 'lost' ? (
                <g transform={`translate(-5,${String(y - 10)}) scale(.7)`}>
                  <GlyphBody name={glyph} />
                </g>
              ) : null
            ) : (
              <g transform={`translate(-7,${String(y - 25)})`}>
                <GlyphBody name={glyph} />
              </g>
            )}
            {group.events.length > 1 && !isSmall ? (
              <text x="9" y={y - 14} className="s11 ink-2">{`+${String(group.events.length - 1)}`}</text>
            ) : null}
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

interface MarkGroup {
  readonly x: number;
  readonly events: readonly EventRow[];
}

function groupByPlace(marks: readonly EventRow[], x: (micros: number) => number): readonly MarkGroup[] {
  const groups: { x: number; events: EventRow[] }[] = [];
  for (const event of marks) {
    const at = x(event.micros);
    const last = groups.at(-1);
    if (last !== undefined && at - last.x < markWidth) last.events.push(event);
    else groups.push({ x: at, events: [event] });
  }
  return groups;
}

function mostTelling(events: readonly EventRow[]): EventRow {
  const rank = (event: EventRow): number => (event.name === 'commandGiven' ? 5 : glyphOf(event) === 'lost' ? 4 : event.interest);
  return events.reduce((best, event) => (rank(event) >= rank(best) ? event : best));
}
