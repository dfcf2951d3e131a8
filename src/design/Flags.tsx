import type { CSSProperties, ReactElement } from 'react';

interface FlagProps {
  readonly x: number;
  /** Top of the pole's flag. */
  readonly top: number;
  readonly stripY: number;
  readonly stripHeight: number;
  readonly label: string;
  readonly side: 'left' | 'right';
  readonly isLarge?: boolean;
}

/** A flag's number changes at once; only the pole glides to its new offset. */
function glide(x: number): CSSProperties {
  return { transform: `translateX(${String(x)}px)` };
}

/** High watermark: the thickest pole, a swallow-tailed pennant that points at what is committed. */
export function HighWatermarkFlag({ x, top, stripY, stripHeight, label, side, isLarge = false }: FlagProps): ReactElement {
  return (
    <g className="flag" style={glide(x)}>
      <line x1="0" y1={top} x2="0" y2={stripY + stripHeight + 4} stroke="var(--ink)" strokeWidth={isLarge ? 3 : 2.5} />
      <path d={side === 'left' ? `M0 ${String(top - 1)}h-11l4 5l-4 5h11z` : `M0 ${String(top - 1)}h11l-4 5l4 5h-11z`} fill="var(--ink)" />
      {label === '' ? null : (
        <text x={side === 'left' ? -15 : 15} y={top + 8} textAnchor={side === 'left' ? 'end' : 'start'} className="code name s11">
          {label}
        </text>
      )}
    </g>
  );
}

/** Log end: a thin pole with an open square on top. */
export function LogEndFlag({ x, top, stripY, stripHeight, label, side }: FlagProps): ReactElement {
  return (
    <g className="flag" style={glide(x)}>
      <line x1="0" y1={top + 4} x2="0" y2={stripY + stripHeight + 1} stroke="var(--ink)" strokeWidth="1.5" />
      <rect x="-4" y={top - 1} width="8" height="8" fill="var(--paper)" stroke="var(--ink)" strokeWidth="1.5" />
      {label === '' ? null : (
        <text x={side === 'left' ? -9 : 9} y={top + 7} textAnchor={side === 'left' ? 'end' : 'start'} className="code s11">
          {label}
        </text>
      )}
    </g>
  );
}

/** Last stable offset: a dotted pole with a half-filled disc. */
export function LastStableFlag({ x, top, stripY, stripHeight, label, side }: FlagProps): ReactElement {
  return (
    <g className="flag" style={glide(x)}>
      <line x1="0" y1={top + 4} x2="0" y2={stripY + stripHeight + 4} stroke="var(--ink)" strokeWidth="1.5" strokeDasharray="1.5 2.5" />
      <circle cx="0" cy={top + 4} r="5" fill="var(--paper)" stroke="var(--ink)" strokeWidth="1.5" />
      <path d={`M0 ${String(top - 1)}a5 5 0 0 0 0 10z`} fill="var(--ink)" />
      {label === '' ? null : (
        <text x={side === 'left' ? -9 : 9} y={top + 8} textAnchor={side === 'left' ? 'end' : 'start'} className="code s11">
          {label}
        </text>
      )}
    </g>
  );
}

/** Log start: a corner at the top left of its offset. */
export function LogStartFlag({ x, top, stripY, stripHeight, label }: Omit<FlagProps, 'side'>): ReactElement {
  return (
    <g className="flag" style={glide(x)}>
      <path d={`M6 ${String(top)}H0V${String(stripY + stripHeight + 1)}`} fill="none" stroke="var(--ink)" strokeWidth="2" />
      <text x="10" y={top + 5} className="code s11">
        {label}
      </text>
    </g>
  );
}

/** Where a consumer reads next: an open triangle below the strip, at the left edge of that record. */
export function PositionMark({ x, y }: { readonly x: number; readonly y: number }): ReactElement {
  return (
    <path className="flag" style={glide(x)} d={`M0 ${String(y)}l5 9h-10z`} fill="var(--paper)" stroke="var(--ink)" strokeWidth="1.4" />
  );
}

/** What a group has committed: a filled pin below the strip. */
export function CommittedMark({ x, y }: { readonly x: number; readonly y: number }): ReactElement {
  return (
    <g className="flag" style={glide(x)}>
      <line x1="0" y1={y} x2="0" y2={y + 9} stroke="var(--ink)" strokeWidth="1.5" />
      <circle cx="0" cy={y + 11} r="4" fill="var(--ink)" />
    </g>
  );
}

/** What the leader believes of a follower, drawn only when it is wrong. */
export function BeliefMark({ x, y, label }: { readonly x: number; readonly y: number; readonly label: string }): ReactElement {
  return (
    <g className="flag" style={glide(x)}>
      <path d={`M0 ${String(y)}l5 5l-5 5l-5-5z`} fill="var(--paper)" stroke="var(--ink)" strokeWidth="1.3" strokeDasharray="2 1.5" />
      <text x="-10" y={y + 9} textAnchor="end" className="s11 ink-2">
        {label}
      </text>
    </g>
  );
}
