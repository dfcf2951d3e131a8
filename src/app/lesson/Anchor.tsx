import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { Prediction } from '../../contract/lesson.ts';
import { useSession } from '../context.ts';
import { zoomOf } from '../zoom.ts';
import { useLesson } from './use-lesson.ts';

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Mark {
  readonly key: string;
  readonly letter: string;
  readonly box: Box;
}

/** An outline round the thing that the step speaks of, and the letters of the options that stand for things on the stage. */
export function Anchor(): ReactElement | null {
  const open = useLesson();
  const panel = useSession((state) => state.panel);
  const [marks, setMarks] = useState<readonly Mark[]>([]);
  const anchor = open?.step.anchor;
  const options = open?.view.phase === 'predict' ? open.step.predict : undefined;
  useEffect(() => {
    const room = document.querySelector('.stage-room');
    if (room === null) return undefined;
    const wanted = [...(anchor === undefined ? [] : [{ key: anchor, letter: '' }]), ...lettersOf(options ?? [])];
    const look = (): void => {
      const found = wanted.flatMap(({ key, letter }) => {
        const box = boxOf(room, key);
        return box === null ? [] : [{ key, letter, box }];
      });
      setMarks((before) => (JSON.stringify(before) === JSON.stringify(found) ? before : found));
    };
    look();
    // The stage is drawn after this, and moves when rows and columns do.
    const changes = new MutationObserver(look);
    changes.observe(room, { childList: true, subtree: true, attributes: true, attributeFilter: ['style'] });
    return () => {
      changes.disconnect();
    };
  }, [anchor, options, panel]);
  return (
    <>
      {marks.map(({ key, letter, box }) => (
        <span
          key={key + letter}
          className={letter === '' ? 'anchor' : 'anchor-letter'}
          style={letter === '' ? box : { left: Math.max(0, box.left - 24), top: box.top }}
          aria-hidden="true"
        >
          {letter}
        </span>
      ))}
    </>
  );
}

function lettersOf(predictions: readonly Prediction[]): readonly { readonly key: string; readonly letter: string }[] {
  return predictions.flatMap((prediction) => {
    if (prediction.kind !== 'choice' && prediction.kind !== 'pick') return [];
    return prediction.options.flatMap(({ element }, index) =>
      element === undefined ? [] : [{ key: element, letter: String.fromCharCode(65 + index) }],
    );
  });
}

function boxOf(room: Element, key: string): Box | null {
  const element = room.querySelector(`[data-object="${CSS.escape(key)}"]`);
  if (element === null) return null;
  const origin = room.getBoundingClientRect();
  const { left, top, width, height } = element.getBoundingClientRect();
  // Where a presenter's room is enlarged, it has pixels of its own.
  const zoom = zoomOf(room);
  return {
    left: (left - origin.left) / zoom + room.scrollLeft,
    top: (top - origin.top) / zoom + room.scrollTop,
    width: width / zoom,
    height: height / zoom,
  };
}
