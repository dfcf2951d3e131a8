import type { BreakCondition, StepSize } from '../../contract/engine-api.ts';
import { messageSent } from '../kernel/events.ts';
import type { Names } from '../kernel/names.ts';
import type { TraceRow } from '../kernel/trace.ts';
import { interestOf } from './interest.ts';
import type { Session } from './session.ts';

const tickMicros = 1000;
/** Passed over by steps back, for which only the trace is there. */
const heartbeatApis: ReadonlySet<string> = new Set(['BrokerHeartbeat', 'Fetch', 'Metadata']);
const maxStepsAhead = 2_000_000;
/** How far ahead something is looked for: longer than any timeout that a client has by itself. */
const lookAheadMicros = 125_000_000;

/** One step forward of a size. Nothing happens when nothing is left to do. */
export function stepForward(session: Session, size: StepSize): void {
  switch (size) {
    case 'event':
      session.stepOnce();
      return;
    case 'tick':
      session.advance({ maxSteps: maxStepsAhead, untilMicros: session.position.micros + tickMicros });
      return;
    case 'milestone':
      stepToEvent(session, (row) => row.spec.level === 'milestone');
      return;
    case 'message':
      stepToMessage(session);
  }
}

/** To the next event that is worth a look. */
export function nextInteresting(session: Session): void {
  stepToEvent(session, (row) => row.spec.interest >= 2);
}

/** To the next step that emits such an event. What happened here already is passed: a step may emit several. */
function stepToEvent(session: Session, watch: (row: TraceRow) => boolean): void {
  session.passEvents();
  session.advance({ maxSteps: maxStepsAhead, untilMicros: session.position.micros + lookAheadMicros, watch });
}

function stepToMessage(session: Session): void {
  const { kernel } = session.world;
  const before = kernel.onSend;
  let isSeen = false;
  kernel.onSend = (envelope, dueMicros) => {
    before?.(envelope, dueMicros);
    if (interestOf(envelope) > 0) isSeen = true;
  };
  for (let steps = 0; steps < maxStepsAhead && !isSeen && session.stepOnce(); steps++);
  kernel.onSend = before;
}

/** One step back of a size: to the stop before. */
export function previousStop(session: Session, size: StepSize): void {
  const { kernel } = session.world;
  const { steps, micros } = session.position;
  switch (size) {
    case 'event':
      session.seekStep(steps - 1);
      return;
    case 'tick':
      session.seekMicros(micros - tickMicros);
      return;
    case 'milestone': {
      const { milestones } = kernel.trace;
      for (let i = kernel.trace.milestoneIndex(kernel.eventCount) - 1; i >= 0; i--) {
        const row = milestones[i]!;
        if (row.micros >= micros || row.micros < 0) continue;
        session.seekEvent(row.id);
        return;
      }
      session.seekMicros(0);
      return;
    }
    case 'message':
      for (let id = kernel.eventCount - 1; id >= 0; id--) {
        const row = kernel.trace.row(id);
        if (row === null) break;
        if (row.micros >= micros || row.spec !== messageSent || heartbeatApis.has(kernel.names.text(row.args['api']!))) continue;
        session.seekEvent(id);
        return;
      }
      session.seekMicros(0);
  }
}

/** Whether an event meets a condition that a person set. */
export function matchesBreak(condition: BreakCondition, row: TraceRow, names: Names): boolean {
  if (row.spec.name !== condition.event) return false;
  for (const [field, wanted] of Object.entries(condition.where ?? {})) {
    const value = row.args[field];
    const kind = row.spec.fields[field];
    const isText = kind === 'partition' || kind === 'topic' || kind === 'name' || kind === 'nodes';
    if (value === undefined || (isText ? names.text(value) : String(value)) !== wanted) return false;
  }
  return true;
}
