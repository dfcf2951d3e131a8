import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { useApp } from './context.ts';
import { flagPlace, widthOf } from './timeline-marks.ts';
import type { PlacedMark } from './timeline-marks.ts';
import type { TimelineScale } from './timeline-scale.ts';
import { useWords } from './words.ts';

interface TimelinePlayheadProps {
  readonly scale: TimelineScale;
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
  /** Between the words of marks and their times: what the playhead takes where it stands over one. */
  readonly shortTop: number;
  readonly shortBottom: number;
  /** Marks whose words neither it nor its flag covers. */
  readonly placed: readonly PlacedMark[] | null;
  readonly hasFlag: boolean;
  readonly flagY: number;
}

/** Where the shown moment stands. It moves with the clock; its flag stands where it covers no mark's words. */
export function TimelinePlayhead({
  scale,
  width,
  top,
  bottom,
  shortTop,
  shortBottom,
  placed,
  hasFlag,
  flagY,
}: TimelinePlayheadProps): ReactElement {
  const { clock } = useApp();
  const { t } = useWords();
  const playhead = useRef<SVGGElement>(null);
  const word = t('log.now');
  useEffect(() => {
    const flagWidth = widthOf(word) * 1.15;
    return clock.listen((now) => {
      if (playhead.current === null) return;
      const x = scale.x(now);
      // As a style, and on a layer of its own: moving it paints nothing.
      playhead.current.style.transform = `translate(${x.toFixed(1)}px,0)`;
      const { side, isOverMark } = flagPlace(x, placed ?? [], { flagWidth, width });
      if (playhead.current.dataset['flag'] !== side) playhead.current.dataset['flag'] = side;
      const height = isOverMark ? 'short' : 'full';
      if (playhead.current.dataset['height'] !== height) playhead.current.dataset['height'] = height;
    });
  }, [clock, scale, placed, width, word]);
  return (
    <g ref={playhead} className="playhead">
      <Bar className="playhead-full" top={top} bottom={bottom} />
      <Bar className="playhead-short" top={shortTop} bottom={shortBottom} />
      {!hasFlag ? null : (
        <>
          <text x="9" y={flagY} className="s11 name flag-right">
            {word}
          </text>
          <text x="-9" y={flagY} textAnchor="end" className="s11 name flag-left">
            {word}
          </text>
        </>
      )}
    </g>
  );
}

function Bar({ className, top, bottom }: { readonly className: string; readonly top: number; readonly bottom: number }): ReactElement {
  return (
    <rect
      className={className}
      x="-2.5"
      y={top}
      width="5"
      height={bottom - top}
      fill="var(--now)"
      stroke="var(--now-edge)"
      strokeWidth="1.2"
    />
  );
}
