import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { useApp } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import { printDuration } from '../../texts/format.ts';
import type { Lane, LaneLayout } from './layout.ts';
import type { MemberRow } from './rows.ts';
import { useRows } from './tables.ts';

const kinds = ['heartbeat', 'session', 'maxPoll'] as const;

/** Three clocks of each member: its next heartbeat, the end of its session at the coordinator, and poll() that is due. */
export function MemberTimers({ layout }: { readonly layout: LaneLayout }): ReactElement | null {
  const { t } = useWords();
  const members = useRows('group.members');
  // A phone has no room for columns, and rings without a head say nothing.
  if (layout.timersX < 0) return null;
  return (
    <svg width={layout.width} height={layout.height} className="member-timers" aria-hidden="true">
      {kinds.map((kind, index) => (
        <text key={kind} x={layout.timersX + index * layout.timerWidth} y={layout.top - 8} className="s12 ink-2">
          {t(`group.timer-${kind}`)}
        </text>
      ))}
      {layout.lanes.map((lane) => {
        const member = members.find(({ id }) => id === lane.name);
        return member === undefined || member.process === 'gone' ? null : (
          <Rings key={lane.name} member={member} lane={lane} layout={layout} />
        );
      })}
    </svg>
  );
}

function Rings({ member, lane, layout }: { readonly member: MemberRow; readonly lane: Lane; readonly layout: LaneLayout }): ReactElement {
  const { t } = useWords();
  const y = lane.top + Math.min(36, (lane.bottom - lane.top) / 2);
  const place = (index: number): number => layout.timersX + 12 + index * layout.timerWidth;
  return (
    <g>
      <Ring x={place(0)} y={y} startMicros={member.heartbeatStartMicros} dueMicros={member.heartbeatDueMicros} />
      <Ring x={place(1)} y={y} startMicros={member.sessionStartMicros} dueMicros={member.sessionDueMicros} />
      <Ring x={place(2)} y={y} startMicros={member.maxPollStartMicros} dueMicros={member.maxPollDueMicros} />
      {member.owes === 'join' ? (
        <text x={layout.timersX} y={y + 25} className="s11 name">
          {t('group.all-wait')}
        </text>
      ) : null}
    </g>
  );
}

interface RingProps {
  readonly x: number;
  readonly y: number;
  readonly startMicros: number;
  readonly dueMicros: number;
}

const radius = 10;
const around = 2 * Math.PI * radius;

/** A timer as an arc, clockwise from 12; full, it fires. Its client's clocks stand while its process does. */
function Ring({ x, y, startMicros, dueMicros }: RingProps): ReactElement | null {
  const { clock } = useApp();
  const arc = useRef<SVGCircleElement>(null);
  const left = useRef<SVGTextElement>(null);
  useEffect(
    () =>
      clock.listen((now) => {
        const gone = Math.min(1, Math.max(0, (now - startMicros) / Math.max(1, dueMicros - startMicros)));
        arc.current?.setAttribute('stroke-dasharray', `${(gone * around).toFixed(1)} 100`);
        if (left.current !== null) {
          const rest = Math.max(0, dueMicros - now);
          left.current.textContent = rest < 10_000_000 ? printDuration(rest) : `${String(Math.floor(rest / 1_000_000))} s`;
          left.current.setAttribute('font-weight', gone > 0.9 ? '600' : '400');
        }
      }),
    [clock, startMicros, dueMicros],
  );
  if (dueMicros < 0)
    return (
      <text x={x} y={y + 4} textAnchor="middle" className="s12 ink-3">
        –
      </text>
    );
  return (
    <g>
      <circle cx={x} cy={y} r={radius} fill="none" stroke="var(--line)" strokeWidth="3" />
      <circle
        ref={arc}
        cx={x}
        cy={y}
        r={radius}
        fill="none"
        stroke="var(--ink)"
        strokeWidth="3"
        transform={`rotate(-90 ${String(x)} ${String(y)})`}
      />
      <text ref={left} x={x + 17} y={y + 4} className="code s11" />
    </g>
  );
}
