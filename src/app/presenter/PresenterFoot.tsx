import type { ReactElement } from 'react';
import { Button } from '../../design/Button.tsx';
import { useFrame, useSession } from '../context.ts';
import { useLesson } from '../lesson/use-lesson.ts';
import { PanelTabs } from '../PanelTabs.tsx';
import { nextActOf } from './acts.ts';
import type { PresenterActs } from './acts.ts';
import { usePresentation, usePresented } from './presentation.ts';

/** What comes next, where in the lesson, the views, and the keys that a presenter needs most. */
export function PresenterFoot({ acts }: { readonly acts: PresenterActs }): ReactElement {
  const { p } = usePresentation();
  const open = useLesson();
  return (
    <footer className="presenter-foot">
      <RunButton acts={acts} />
      <span className="presenter-step">
        {open === null ? p('free') : p('step', { index: open.view.stepIndex + 1, count: open.view.steps.length })}
      </span>
      <PresenterViews />
      <span className="grow" />
      <button type="button" className="presenter-keys-line" onClick={acts.toggleKeys}>
        {p('keys-line')}
      </button>
      <Button kind="bare" onClick={acts.leave}>
        {p('leave')}
      </Button>
    </footer>
  );
}

function RunButton({ acts }: { readonly acts: PresenterActs }): ReactElement {
  const { p } = usePresentation();
  const open = useLesson();
  const isRunning = useFrame((state) => state.isRunning);
  const revealed = usePresented((state) => state.revealed);
  const next = nextActOf(open, revealed, isRunning);
  switch (next) {
    case 'open':
      return <Button locked={p('run-locked')}>{p('run-locked')}</Button>;
    case 'run':
    case 'pause':
      return (
        <Button kind="primary" icon={isRunning ? 'pause' : 'play'} onClick={acts.toggleRun}>
          {p(isRunning ? 'pause' : 'run')}
        </Button>
      );
    case 'free':
      return (
        <Button kind="primary" icon={isRunning ? 'pause' : 'play'} onClick={acts.toggleRun}>
          {p(isRunning ? 'pause' : 'run')}
        </Button>
      );
    case 'act':
      return (
        <Button icon={isRunning ? 'pause' : 'play'} onClick={acts.toggleRun}>
          {p(isRunning ? 'pause' : 'run')}
        </Button>
      );
    case 'over':
      return <span className="presenter-step">{p('over')}</span>;
    default:
      return (
        <Button kind="primary" onClick={acts.next}>
          {p(next)}
        </Button>
      );
  }
}

/** The views of the lesson or scenario, where there is more than one to choose from. */
function PresenterViews(): ReactElement | null {
  const offered = useSession((state) => state.offeredPanels);
  return offered === null ? null : <PanelTabs panels={offered} className="presenter-views" />;
}
