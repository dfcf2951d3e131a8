import { memo, useEffect, useMemo, useRef } from 'react';
import type { ReactElement, RefObject } from 'react';
import { AfterPicture } from '../../app/AfterPicture.tsx';
import { FramesContext, useFrame } from '../../app/context.ts';
import { later } from '../../app/later.tsx';
import { useWords } from '../../app/words.ts';
import { moveFocus, setTabStop } from '../../design/roving.ts';
import { Clients } from './Clients.tsx';
import { Columns } from './Columns.tsx';
import { controllerEndX, placeEntries } from './controller-log.ts';
import { ControllerLog } from './ControllerLog.tsx';
import { Layers } from './Layers.tsx';
import type { StageLayout } from './layout.ts';
import type { PlaceMessages } from './MessageTargets.tsx';
import { ReplicaCap } from './ReplicaCap.tsx';
import { RowHeads } from './RowHeads.tsx';
import { StackedHeads } from './StackedHeads.tsx';
import { useRows } from './tables.ts';
import { Targets } from './Targets.tsx';
import { VisitHeads } from './VisitHeads.tsx';

/** Whoever wants to act on a message waits for the picture first. */
const MessageTargets = later(() => import('./MessageTargets.tsx').then((module) => module.MessageTargets), []);

/**
 * The picture itself: machines and words below, records, flags and messages on canvases, caps above them, and over all what can be pointed
 * at.
 */
export function Stage({ layout }: { readonly layout: StageLayout }): ReactElement {
  const words = useWords();
  const metadata = useRows('metadata');
  const hasController = layout.form === 'wide' || layout.form === 'folded' || layout.form === 'narrow';
  const entries = useMemo(() => (hasController ? placeEntries(metadata, layout, words) : []), [hasController, metadata, layout, words]);
  const endX = controllerEndX(entries, layout);
  const follow = useRef<PlaceMessages | null>(null);
  const region = useRef<HTMLDivElement>(null);
  const size = { width: layout.width, height: layout.height };
  return (
    <div
      ref={region}
      className={`stage-picture form-${layout.form}`}
      style={size}
      role="group"
      aria-label={words.t('stage.name')}
      onKeyDown={(event) => {
        if (moveFocus(event, '.target')) event.stopPropagation();
      }}
      onFocus={(event) => {
        if (event.target.classList.contains('target'))
          setTabStop([...event.currentTarget.querySelectorAll<HTMLElement>('.target')], event.target);
      }}
    >
      <svg {...size} className="stage-base" aria-hidden="true">
        <defs>
          <pattern id="hatch-outsync" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" fill="var(--outsync-wash)" />
            <line x1="0" y1="0" x2="0" y2="6" stroke="var(--outsync)" strokeWidth="2" />
          </pattern>
        </defs>
        {layout.form === 'stacked' ? (
          <StackedHeads layout={layout} />
        ) : layout.form === 'visit' ? (
          <VisitHeads layout={layout} />
        ) : (
          <Columns layout={layout} />
        )}
        {hasController ? (
          <>
            <ControllerLog layout={layout} entries={entries} endX={endX} />
            <RowHeads layout={layout} />
            <Clients layout={layout} />
          </>
        ) : null}
      </svg>
      <Layers layout={layout} endX={endX} follow={follow} />
      <FramesContext value={null}>
        <Caps layout={layout} />
      </FramesContext>
      <div className="stage-targets">
        <AfterPicture>
          <Targets layout={layout} />
          {hasController || layout.form === 'visit' ? <MessageTargets follow={follow} region={region} /> : null}
          <TabStop region={region} />
        </AfterPicture>
      </div>
    </div>
  );
}

/** Caps belong to the records that they stand at: they show the newest frame with them. */
const Caps = memo(function Caps({ layout }: { readonly layout: StageLayout }): ReactElement {
  return (
    <svg width={layout.width} height={layout.height} className="stage-flags" aria-hidden="true">
      {[...layout.strips.values()].map((strip) => (
        <ReplicaCap key={strip.replica} strip={strip} />
      ))}
    </svg>
  );
});

/** Sees to it that the stage is one stop of the tab key, whatever came and went. */
function TabStop({ region }: { readonly region: RefObject<HTMLDivElement | null> }): null {
  useFrame((state) => state.tables);
  useEffect(() => {
    if (region.current?.querySelector('.target[tabindex="0"]') !== null) return;
    const targets = [...region.current.querySelectorAll<HTMLElement>('.target')];
    if (targets[0] !== undefined) setTabStop(targets, targets[0]);
  });
  return null;
}
