import type { ReactElement } from 'react';
import { useAuthor } from './author-context.ts';
import { higherLevels } from './draft.ts';
import type { Draft, DraftPatch, DraftStep, HigherLevel } from './draft.ts';
import { differs } from './lesson-of.ts';
import { TextFields } from './TextFields.tsx';

interface LevelFieldsProps {
  readonly draft: Draft;
  readonly step: DraftStep;
  readonly index: number;
  readonly change: (levels: DraftStep['levels']) => void;
}

/** What fades: at the higher levels a step may be skipped, say less, or leave the verb to be found. */
export function LevelFields({ draft, step, index, change }: LevelFieldsProps): ReactElement {
  const { a } = useAuthor();
  const changed = higherLevels.filter((level) => differs(step, level)).length;
  return (
    <details className="author-more">
      <summary>{a('levels', { count: changed })}</summary>
      <p className="small ink-2">{a('levels-about')}</p>
      {higherLevels.map((level) => (
        <LevelPart
          key={level}
          level={level}
          step={step}
          place={placeOfPatch(draft, level, index)}
          change={(by) => {
            change({ ...step.levels, [level]: { ...step.levels[level], ...by } });
          }}
        />
      ))}
    </details>
  );
}

/** The file lists only the steps that differ. */
function placeOfPatch(draft: Draft, level: HigherLevel, index: number): string {
  return `levels.${level}[${String(draft.steps.slice(0, index).filter((step) => differs(step, level)).length)}]`;
}

interface LevelPartProps {
  readonly level: HigherLevel;
  readonly step: DraftStep;
  readonly place: string;
  readonly change: (by: Partial<DraftPatch>) => void;
}

function LevelPart({ level, step, place, change }: LevelPartProps): ReactElement {
  const { a } = useAuthor();
  const { skips, hidesOffers, say } = step.levels[level];
  return (
    <fieldset className="author-question" data-place={differs(step, level) ? place : undefined}>
      <legend>{a(`level-${level}`)}</legend>
      <label className="author-tick">
        <input
          type="checkbox"
          checked={skips}
          onChange={(event) => {
            change({ skips: event.currentTarget.checked });
          }}
        />
        {a('level-skip')}
      </label>
      {skips ? null : (
        <>
          {step.who === 'learner' ? (
            <label className="author-tick">
              <input
                type="checkbox"
                checked={hidesOffers}
                onChange={(event) => {
                  change({ hidesOffers: event.currentTarget.checked });
                }}
              />
              {a('level-hide')}
            </label>
          ) : null}
          <TextFields
            name={a('level-say')}
            place={differs(step, level) ? `${place}.say` : ''}
            text={say}
            isLong
            change={(text) => {
              change({ say: text });
            }}
          />
        </>
      )}
    </fieldset>
  );
}
