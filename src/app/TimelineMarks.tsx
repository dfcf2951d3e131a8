import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { GlyphBody } from '../design/Glyph.tsx';
import { printDuration, printSeconds } from '../texts/format.ts';
import { glyphOf } from './event-glyphs.ts';
import type { PlacedMark } from './timeline-marks.ts';
import type { TimelineScale } from './timeline-scale.ts';
import { useWords } from './words.ts';

/** Of a crowd of marks, so many are told in full when it is pointed at. */
const sentencesShown = 5;

interface TimelineLineProps {
  readonly scale: TimelineScale;
  readonly y: number;
  /** Where times and the lengths of folds are written; null: there is no room for them. */
  readonly timesY: number | null;
  readonly width: number;
  /** Without what follows the end: names of two histories stand there. */
  readonly isCompared: boolean;
}

/** The line with its folds, and what follows it that is not computed yet. */
export function TimelineLine({ scale, y, timesY, width, isCompared }: TimelineLineProps): ReactElement {
  const { t } = useWords();
  const end = scale.x(scale.endMicros);
  const bottom = timesY === null ? y + 8 : timesY - 14;
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
            <rect x={from} y={y - 8} width={to - from} height={bottom - y + 8} fill="url(#hatch-quiet)" />
            {timesY === null || to - from < 76 ? null : (
              <text x={(from + to) / 2} y={timesY} textAnchor="middle" className="s11 ink-3">
                {t('timeline.quiet', { duration: printDuration(stretch.toMicros - stretch.fromMicros) })}
              </text>
            )}
          </g>
        );
      })}
      <line x1="0" y1={y} x2={end} y2={y} stroke="var(--ink)" strokeWidth="3" />
      {isCompared ? null : (
        <path
          d={`M${String(end + 6)} ${String(y)}H${String(width)}`}
          stroke="var(--edge)"
          strokeWidth="1.5"
          strokeDasharray="1 5"
          fill="none"
        />
      )}
      {timesY === null ? null : (
        <>
          <text x={width} y={timesY} textAnchor="end" className="s11 ink-3">
            {t('timeline.not-computed')}
          </text>
          <text x="0" y={timesY} className="code s11 ink-3">
            0 s
          </text>
        </>
      )}
    </g>
  );
}

/** Marks above a line. Those that would lie on each other stand as one; its words stand beside it as far as there is room. */
export function TimelineMarks({
  placed,
  y,
  isSmall,
}: {
  readonly placed: readonly PlacedMark[];
  readonly y: number;
  readonly isSmall: boolean;
}): ReactElement {
  const words = useWords();
  // Sentences are made for the mark that is pointed at alone: their words may still be on the way, and nobody else hears or sees them.
  const [pointed, setPointed] = useState(-1);
  return (
    <g>
      {placed.map(({ x, events, shown, label }) => {
        const glyph = glyphOf(shown);
        return (
          <g
            key={shown.id}
            transform={`translate(${x.toFixed(1)},0)`}
            onPointerEnter={() => {
              setPointed(shown.id);
            }}
          >
            {pointed === shown.id ? <title>{events.slice(0, sentencesShown).map(words.what).join('\n')}</title> : null}
            <line x1="0" y1={y - 8} x2="0" y2={y + 3} stroke="var(--ink)" strokeWidth="1.5" />
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
                  {label}
                </text>
              </>
            )}
          </g>
        );
      })}
    </g>
  );
}

/** The times of marks, as many as have room below the line. */
export function TimelineTimes({
  placed,
  y,
  timesY,
}: {
  readonly placed: readonly PlacedMark[];
  readonly y: number;
  readonly timesY: number;
}): ReactElement {
  const times = useMemo(() => timesOf(placed), [placed]);
  return (
    <g>
      {times.map(({ x, label }) => (
        <g key={x} transform={`translate(${x.toFixed(1)},0)`}>
          <line x1="0" y1={y} x2="0" y2={y + 11} stroke="var(--ink)" strokeWidth="1.5" />
          <text x="0" y={timesY} textAnchor="middle" className="code s11 ink-3">
            {label}
          </text>
        </g>
      ))}
    </g>
  );
}

/** Which marks' times are written, each with its place. */
export function timesOf(placed: readonly PlacedMark[]): readonly { readonly x: number; readonly label: string }[] {
  const times: { x: number; label: string; short: string }[] = [];
  for (const { x, shown } of placed) {
    const last = times.at(-1);
    if (x - (last?.x ?? 24) <= 40) continue;
    const short = printSeconds(shown.micros, 1);
    times.push({ x, short, label: short === last?.short ? printSeconds(shown.micros) : short });
  }
  return times;
}
