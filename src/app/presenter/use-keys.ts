import { useEffect } from 'react';
import { usePresentation } from './presentation.ts';
import { otherVote } from './presentation.ts';
import type { PresenterActs } from './acts.ts';
import type { PresenterKey } from '../../texts/en/presenter.ts';
import { useQuestion } from './use-question.ts';

/** Keys, and what they do. A presenter's remote sends PageDown, PageUp, and B or a full stop. */
export const presenterKeys: readonly { readonly keys: readonly string[]; readonly text: PresenterKey }[] = [
  { keys: ['PageDown', '→'], text: 'key-next' },
  { keys: ['PageUp', '←'], text: 'key-back' },
  { keys: ['Space'], text: 'key-run' },
  { keys: ['B', '.'], text: 'key-blank' },
  { keys: ['F'], text: 'key-freeze' },
  { keys: ['R'], text: 'key-reveal' },
  { keys: ['V'], text: 'key-vote' },
  { keys: ['Z'], text: 'key-zoom' },
  { keys: ['Q'], text: 'key-code' },
  { keys: ['N'], text: 'key-notes' },
  { keys: ['?'], text: 'key-keys' },
  { keys: ['Esc'], text: 'key-leave' },
];

/** Listens for the presenter's keys in one of the two windows. */
export function usePresenterKeys(acts: PresenterActs, page: Document | null): void {
  const { store } = usePresentation();
  const { votes, setVotes } = useQuestion();
  useEffect(() => {
    if (page === null) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return;
      const act = actOf(event.key, acts);
      if (act !== null) act();
      else if (event.key.toLowerCase() === 'v') setVotes(otherVote(votes));
      else if (event.key.toLowerCase() === 'n') store.setState((before) => ({ notes: before.notes === 'closed' ? 'window' : 'closed' }));
      else if (event.key === 'Escape') escape();
      else return;
      event.preventDefault();
    };
    const escape = (): void => {
      const { hasKeys, hasLargeCode, isBlank } = store.getState();
      if (hasKeys || hasLargeCode || isBlank) store.setState({ hasKeys: false, hasLargeCode: false, isBlank: false });
      else acts.leave();
    };
    page.addEventListener('keydown', onKey);
    return () => {
      page.removeEventListener('keydown', onKey);
    };
  }, [acts, page, store, votes, setVotes]);
}

/** Typing is typing; a button that has the focus takes the keys that press it, and a menu all of them. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target;
  if (target === null || !('closest' in target)) return false;
  const element = target as Element;
  if (event.key === 'Escape') return element.closest('[role="menu"]') !== null;
  if (element.closest('input, textarea, select, [role="menu"]') !== null) return !/^(PageDown|PageUp)$/.test(event.key);
  return (event.key === ' ' || event.key === 'Enter') && element.closest('button, a, summary') !== null;
}

function actOf(key: string, acts: PresenterActs): (() => void) | null {
  switch (key.length === 1 ? key.toLowerCase() : key) {
    case 'PageDown':
    case 'ArrowRight':
      return acts.next;
    case 'PageUp':
    case 'ArrowLeft':
      return acts.back;
    case ' ':
      return acts.toggleRun;
    case 'b':
    case '.':
      return acts.toggleBlank;
    case 'f':
      return acts.toggleFreeze;
    case 'r':
      return acts.reveal;
    case 'z':
      return acts.toggleZoom;
    case 'q':
      return acts.toggleCode;
    case '?':
      return acts.toggleKeys;
    default:
      return null;
  }
}
