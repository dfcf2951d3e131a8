import { useEffect, useRef } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { Anchor } from '../lesson/Anchor.tsx';
import { ShownPanel, StageMenu } from '../ShownPanel.tsx';
import { usePresentation } from './presentation.ts';

interface PresenterStageProps {
  readonly isFrozen: boolean;
  readonly children: ReactNode;
}

/** Everything that the room sees. Frozen, a still of it stands in front, and what goes on behind is the presenter's own. */
export function PresenterStage({ isFrozen, children }: PresenterStageProps): ReactElement {
  const { p } = usePresentation();
  const live = useRef<HTMLDivElement>(null);
  const still = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = still.current;
    if (!isFrozen || live.current === null || place === null) return undefined;
    place.replaceChildren(stillOf(live.current));
    return () => {
      place.replaceChildren();
    };
  }, [isFrozen]);
  return (
    <>
      <div ref={live} className={`presenter-live ${isFrozen ? 'is-hidden' : ''}`} inert={isFrozen}>
        {children}
        <main id="stage" className="presenter-stage" tabIndex={-1} aria-label={p('stage')}>
          <div className="stage-room">
            <ShownPanel />
            <Anchor />
          </div>
        </main>
        <StageMenu />
      </div>
      <div ref={still} className="presenter-still" hidden={!isFrozen} aria-hidden="true" />
      {isFrozen ? (
        <p className="presenter-frozen" role="status">
          {p('frozen-short')}
          <span className="spoken">{p('frozen')}</span>
        </p>
      ) : null}
    </>
  );
}

/** A copy that does not change any more: canvases with what is drawn on them, and nothing that could be reached or found by its name. */
function stillOf(live: HTMLElement): HTMLElement {
  const copy = live.cloneNode(true) as HTMLElement;
  copy.removeAttribute('inert');
  copy.inert = true;
  copy.classList.remove('is-hidden');
  for (const element of copy.querySelectorAll('[id]')) element.removeAttribute('id');
  const canvases = live.querySelectorAll('canvas');
  copy.querySelectorAll('canvas').forEach((canvas, index) => {
    const original = canvases[index];
    if (original !== undefined && original.width > 0 && original.height > 0) canvas.getContext('2d')?.drawImage(original, 0, 0);
  });
  return copy;
}
