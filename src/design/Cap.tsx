import type { ReactElement } from 'react';

/** What a replica is: the states that a cap can show. */
export type CapRole = 'leader' | 'in-sync' | 'out-of-sync' | 'eligible' | 'fenced' | 'offline';

interface CapProps {
  readonly role: CapRole;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The end cap of a replica's strip: its state told by shape, line, letter and, last, colour. */
export function Cap({ role, x, y, width, height }: CapProps): ReactElement {
  const middleX = x + width / 2;
  const middleY = y + height / 2;
  // As low as a bar: what stands in it keeps clear of its frame.
  const isBar = height <= 14;
  const frame = { x: x + 1, y: y + 1, width: width - 2, height: height - 2 };
  switch (role) {
    case 'leader':
      return (
        <g>
          <path d={crownPath({ x, y, width, height })} fill="var(--leader)" />
          <text
            x={middleX}
            y={middleY + (isBar ? 3 : 5)}
            textAnchor="middle"
            className={`name ${height > 30 ? 's14' : isBar ? 's11' : 's12'}`}
            style={{ fill: 'var(--leader-ink)' }}
          >
            L
          </text>
        </g>
      );
    case 'in-sync':
      return (
        <g>
          <rect {...frame} fill="var(--insync-wash)" stroke="var(--insync)" strokeWidth="2" />
          <path
            d={tickPath(middleX, middleY, isBar ? 0.6 : 1)}
            fill="none"
            stroke="var(--insync)"
            strokeWidth="2"
            strokeLinecap="square"
          />
        </g>
      );
    case 'out-of-sync':
      return (
        <g>
          <rect {...frame} fill="url(#hatch-outsync)" stroke="var(--outsync)" strokeWidth="2" strokeDasharray="5 3" />
          <rect
            x={middleX - 8}
            y={middleY - Math.min(6, height / 3)}
            width="16"
            height={Math.min(12, (height * 2) / 3)}
            fill="var(--paper)"
          />
          {[-4.5, 0, 4.5].map((dx) => (
            <circle key={dx} cx={middleX + dx} cy={middleY} r="1.6" fill="var(--outsync)" />
          ))}
        </g>
      );
    case 'eligible':
      return (
        <g>
          <rect {...frame} fill="var(--elr-wash)" stroke="var(--elr)" strokeWidth="1.5" />
          {isBar ? null : (
            <rect x={x + 4} y={y + 4} width={width - 8} height={height - 8} fill="none" stroke="var(--elr)" strokeWidth="1.5" />
          )}
          <text x={middleX} y={middleY + (isBar ? 4 : 4.5)} textAnchor="middle" className={`${isBar ? 's11' : 's12'} name of-elr`}>
            E
          </text>
        </g>
      );
    case 'fenced':
    case 'offline':
      return (
        <g fill="none" stroke="var(--offline)" strokeWidth="2">
          <rect {...frame} strokeDasharray="1.5 3" />
          <path d={crossPath(middleX, middleY, isBar ? 2.5 : 4)} />
        </g>
      );
  }
}

/** Around a middle; 1: ten pixels wide. */
function tickPath(x: number, y: number, scale: number): string {
  const points = [
    [x - 5 * scale, y + scale],
    [x - 1.4 * scale, y + 4.8 * scale],
    [x + 5 * scale, y - 4 * scale],
  ];
  return `M${points.map((point) => point.join(' ')).join('L')}`;
}

/** Around a middle. */
function crossPath(x: number, y: number, reach: number): string {
  const whole = String(2 * reach);
  return `M${String(x - reach)} ${String(y - reach)}l${whole} ${whole}M${String(x + reach)} ${String(y - reach)}l-${whole} ${whole}`;
}

/** A solid block whose top is notched like a crown. */
function crownPath({ x, y, width, height }: Omit<CapProps, 'role'>): string {
  const quarter = width / 4;
  const points = [
    [x, y + height],
    [x, y - 5],
    [x + quarter, y],
    [x + 2 * quarter, y - 6],
    [x + 3 * quarter, y],
    [x + width, y - 5],
    [x + width, y + height],
  ];
  return `M${points.map((point) => point.join(' ')).join('L')}z`;
}
