import type { Frame } from '../../contract/engine-api.ts';

/** A frame of a run that stands at its beginning, with what is different about it. */
export function frameWith(change: Partial<Frame>): Frame {
  return {
    at: { micros: 0, steps: 0 },
    epochMillis: 1_767_225_600_000,
    microsPerSecond: 0,
    isRunning: false,
    paceReason: 'paused',
    stopped: null,
    patches: [],
    events: [],
    eventsReset: false,
    beside: null,
    branches: null,
    digest: '',
    computedUntil: { micros: 0, steps: 0 },
    stepsTotal: 0,
    canUndo: false,
    lesson: null,
    openedCount: 0,
    ...change,
  };
}
