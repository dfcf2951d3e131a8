import { useEffect, useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { loadPresenterTexts } from '../../texts/parts.ts';
import { applyTheme } from '../acts.ts';
import { useApp, useFrame } from '../context.ts';
import { Loading } from '../Loading.tsx';
import { StepFollower } from '../lesson/StepFollower.tsx';
import { useLesson } from '../lesson/use-lesson.ts';
import { usePartWords } from '../part-words.ts';
import { presenterActsOf } from './acts.ts';
import { KeyList } from './KeyList.tsx';
import { NotesPlace } from './NotesPlace.tsx';
import { createPresentation, PresentationContext, usePresentation, usePresented } from './presentation.ts';
import { PresenterFoot } from './PresenterFoot.tsx';
import { PresenterHead } from './PresenterHead.tsx';
import { PresenterSide } from './PresenterSide.tsx';
import { PresenterStage } from './PresenterStage.tsx';
import { usePresenterKeys } from './use-keys.ts';
import '../lesson/lesson.css';
import './presenter.css';

/** The large layout for a projector: the question, the picture, the votes; notes beside it, or in a window of their own. */
export function PresenterShell(): ReactElement {
  const p = usePartWords(loadPresenterTexts);
  const [store] = useState(createPresentation);
  const parts = useMemo(() => (p === null ? null : { store, p }), [store, p]);
  useProjectorTheme();
  if (parts === null) return <Loading />;
  return (
    <PresentationContext value={parts}>
      <Room />
    </PresentationContext>
  );
}

function Room(): ReactElement {
  const app = useApp();
  const { store, p } = usePresentation();
  const open = useLesson();
  const acts = useMemo(() => presenterActsOf(app, store, open), [app, store, open]);
  const isBlank = usePresented((state) => state.isBlank);
  const isFrozen = usePresented((state) => state.isFrozen);
  const isZoomed = usePresented((state) => state.isZoomed);
  const hasDrawer = usePresented((state) => state.notes === 'drawer');
  const hasLesson = useFrame((state) => state.lesson !== null);
  usePresenterKeys(acts, document);
  useEffect(() => {
    // A room does not read terms one by one; the presenter says them.
    app.session.setState({ hasReadTerms: true, sheet: null, menu: null });
  }, [app, hasLesson]);
  const state = [isZoomed ? 'is-zoomed' : '', hasDrawer ? 'has-drawer' : ''].join(' ');
  return (
    <div className={`presenter ${state}`}>
      <StepFollower />
      <PresenterStage isFrozen={isFrozen}>
        <PresenterHead />
        <PresenterSide acts={acts} />
        <PresenterFoot acts={acts} />
      </PresenterStage>
      {isBlank ? (
        <div className="presenter-blank" role="status">
          <span className="spoken">{p('blanked')}</span>
        </div>
      ) : null}
      <KeyList acts={acts} />
      <NotesPlace acts={acts} />
    </div>
  );
}

/** The projector's own theme, unless a dark or a high-contrast one was chosen. */
function useProjectorTheme(): void {
  const { session } = useApp();
  useEffect(() => {
    const before = session.getState().theme;
    if (before !== 'system' && before !== 'light') return undefined;
    session.setState({ theme: 'projector' });
    applyTheme('projector');
    return () => {
      session.setState({ theme: before });
      applyTheme(before);
    };
  }, [session]);
}
