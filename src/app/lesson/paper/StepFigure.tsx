import type { ReactElement } from 'react';
import { useWords } from '../../words.ts';
import type { DrawnView } from './PictureRoom.tsx';

/** What the engine drew of a step: vectors, so that paper is as sharp as it can be. People who listen hear the scene in sentences. */
export function StepFigure({ drawn, moment }: { readonly drawn: DrawnView; readonly moment: 'before' | 'after' }): ReactElement {
  const { t } = useWords();
  const { svg, width, height, description } = drawn;
  const caption = t(`handout.${moment}`);
  return (
    <figure className="handout-picture">
      <img
        src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`}
        width={width}
        height={height}
        alt={description === '' ? caption : `${caption} ${description}`}
      />
      <figcaption className="small ink-2">{caption}</figcaption>
    </figure>
  );
}
