import type { BreakCondition, StepSize } from '../../contract/engine-api.ts';
import { messageSent } from '../kernel/events.ts';
import type { Names } from '../kernel/names.ts';
import type { TraceRow } from '../kernel/trace.ts';
import type { Session } from './session.ts';

const tickMicros = 1000;
const maxStepsAhead = 2_000_000;
/** Requests that tick all the time; a step from message to message passes over them. */
const routine: ReadonlySet<string> = new Set(['BrokerHeartbeat', 'Metadata', 'ApiVersions']);

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
      session.advance({ maxSteps: maxStepsAhead, untilMicros: Infinity, watch: (row) => row.spec.level === 'milestone' });
      return;
    case 'message':
      stepToMessage(session);
  }
}

/** To the next event that is worth a look. */
export function nextInteresting(session: Session): void {
  session.advance({ maxSteps: maxStepsAhead, untilMicros: Infinity, watch: (row) => row.spec.interest >= 2 });
}

function stepToMessage(session: Session): void {
  const { kernel } = session.world;
  for (let steps = 0; steps < 10_000; steps++) {
    const from = kernel.eventCount;
    if (!session.stepOnce()) return;
    for (let id = from; id < kernel.eventCount; id++) {
      const row = kernel.trace.row(id);
      if (row?.spec === messageSent && !routine.has(kernel.names.text(row.args['api']!))) return;
    }
  }
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
        if (row.micros >= micros || row.spec !== messageSent || routine.has(kernel.names.text(row.args['api']!))) continue;
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
