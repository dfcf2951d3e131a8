/** What a presenter does, by key, by remote, or by a button of the notes. */
import type { App } from '../context.ts';
import type { LessonHandle } from '../lesson/use-lesson.ts';
import type { Presentation } from './presentation.ts';
import { stepKey } from './use-question.ts';

/** The presenter's verbs. */
export interface PresenterActs {
  /** On: opens Run, runs, shows the answer, goes to the next step. */
  readonly next: () => void;
  /** To the step before; out of the lesson, to the milestone before. */
  readonly back: () => void;
  readonly toggleRun: () => void;
  readonly reveal: () => void;
  readonly toggleBlank: () => void;
  readonly toggleFreeze: () => void;
  readonly toggleZoom: () => void;
  readonly toggleCode: () => void;
  readonly toggleKeys: () => void;
  readonly leave: () => void;
}

/** What the next press of the forward button does. */
export type NextAct = 'open' | 'run' | 'pause' | 'reveal' | 'act' | 'next' | 'over' | 'free';

/** Says what comes next, so that the room and the notes show the same. */
export function nextActOf(open: LessonHandle | null, revealed: string | null, isRunning: boolean): NextAct {
  if (open === null) return 'free';
  const { phase, verdicts, steps, stepIndex } = open.view;
  switch (phase) {
    case 'predict':
      return 'open';
    case 'ready':
      return 'run';
    case 'running':
      return isRunning ? 'pause' : 'run';
    case 'act':
      return 'act';
    case 'explain':
    case 'done':
      if (verdicts !== null && revealed !== stepKey(open)) return 'reveal';
      return stepIndex + 1 < steps.length ? 'next' : 'over';
  }
}

/** The verbs of a presentation. */
export function presenterActsOf(app: App, store: Presentation, open: LessonHandle | null): PresenterActs {
  const { client, session } = app;
  const flip = (field: 'isBlank' | 'isFrozen' | 'isZoomed' | 'hasLargeCode' | 'hasKeys') => () => {
    store.setState((before) => ({ [field]: !before[field] }));
  };
  const show = (): void => {
    store.setState({ revealed: stepKey(open) });
  };
  const reveal = (): void => {
    if (open === null) return;
    const { phase } = open.view;
    show();
    // The answer is what happens: the step is played to its end, which counts as help.
    if (phase === 'predict') open.move({ kind: 'solve' });
    else if (phase === 'act') open.move({ kind: 'solve' });
    else if (phase === 'ready' || phase === 'running') client.setPace({ kind: 'unbounded' });
  };
  const go = (step: string | undefined): void => {
    if (step === undefined || open === null) return;
    store.setState({ question: 0, revealed: null });
    open.move({ kind: 'go', step });
  };
  return {
    next: () => {
      goOn(app, store, open, reveal);
    },
    back: () => {
      if (open === null) client.stepBack('milestone');
      else go(open.view.steps[Math.max(0, open.view.stepIndex - 1)]);
    },
    toggleRun: () => {
      client.toggle();
    },
    reveal,
    toggleBlank: flip('isBlank'),
    toggleFreeze: flip('isFrozen'),
    toggleZoom: flip('isZoomed'),
    toggleCode: flip('hasLargeCode'),
    toggleKeys: flip('hasKeys'),
    leave: () => {
      session.setState({ isPresenting: false });
    },
  };
}

/** One press of the forward button. */
function goOn({ client, frames }: App, store: Presentation, open: LessonHandle | null, reveal: () => void): void {
  switch (nextActOf(open, store.getState().revealed, frames.getState().isRunning)) {
    case 'open':
      open?.move({ kind: 'skip' });
      return;
    case 'run':
    case 'pause':
      client.toggle();
      return;
    case 'reveal':
    case 'act':
      reveal();
      return;
    case 'next':
      store.setState({ question: 0, revealed: null });
      open?.move({ kind: 'next' });
      return;
    case 'free':
      client.nextInteresting();
      return;
    case 'over':
  }
}
