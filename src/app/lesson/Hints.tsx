import { useEffect } from 'react';
import type { ReactElement } from 'react';
import { Keycap } from '../../design/Keycap.tsx';
import { useSession } from '../context.ts';
import { useWords } from '../words.ts';
import { Rich } from './Rich.tsx';
import { useLesson } from './use-lesson.ts';

/** Help in a ladder: a cue, the principle, the next act, the solution. The solution can be played, and then counts as help. */
export function Hints(): ReactElement | null {
  const open = useLesson();
  const { t } = useWords();
  const usesSingleKeys = useSession((state) => state.usesSingleKeys);
  const hints = open?.step.hints ?? [];
  const shown = open?.view.hintCount ?? 0;
  const hasMore = shown < hints.length;
  const move = open?.move;
  useEffect(() => {
    if (!usesSingleKeys || !hasMore || move === undefined) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof HTMLInputElement && event.target.type === 'text';
      if (isTyping || event.key.toLowerCase() !== 'h' || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      move({ kind: 'hint' });
    };
    document.addEventListener('keydown', onKey, { capture: true });
    return () => {
      document.removeEventListener('keydown', onKey, { capture: true });
    };
  }, [usesSingleKeys, hasMore, move]);
  if (open === null) return null;
  const { phase } = open.view;
  const isOver = phase === 'done' || phase === 'explain';
  return (
    <div className="hints">
      {hints.slice(0, shown).map(({ kind, text }) => (
        <p key={text} className="hint-line">
          <strong className="small">{t(`lesson.hint-${kind}`)}</strong>
          <Rich>{open.say(text)}</Rich>
        </p>
      ))}
      {isOver ? null : (
        <p className="hint-row">
          {hasMore ? (
            <button
              type="button"
              className="link"
              onClick={() => {
                open.move({ kind: 'hint' });
              }}
            >
              {t(shown === 0 ? 'lesson.hint' : 'lesson.hint-more')} <Keycap>H</Keycap>
            </button>
          ) : null}
          {!hasMore || shown > 0 ? (
            <button
              type="button"
              className="link"
              onClick={() => {
                open.move({ kind: 'solve' });
              }}
            >
              {t('lesson.solve')}
            </button>
          ) : null}
          <button
            type="button"
            className="link"
            onClick={() => {
              open.move({ kind: 'again' });
            }}
          >
            {t('lesson.again')}
          </button>
        </p>
      )}
    </div>
  );
}
