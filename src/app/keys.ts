/** The page's keys. Single letters can be switched off, and none acts while somebody types. */
import { useEffect } from 'react';
import { useActs } from './acts.ts';
import { useApp } from './context.ts';
import { neighbourOf } from './panels.ts';

/** A key and the code of its text, for the list that `?` opens. */
export interface KeyHelp {
  readonly keys: readonly string[];
  readonly text:
    | 'play'
    | 'step'
    | 'milestone'
    | 'ends'
    | 'speed'
    | 'verbs'
    | 'why'
    | 'describe'
    | 'changed'
    | 'undo'
    | 'views'
    | 'share'
    | 'keys'
    | 'close'
    | 'move';
}

/** Every key of the page. */
export const keyList: readonly KeyHelp[] = [
  { keys: ['Space'], text: 'play' },
  { keys: ['→', '←', 'N', 'B'], text: 'step' },
  { keys: ['⇧→', '⇧←'], text: 'milestone' },
  { keys: ['Home', 'End'], text: 'ends' },
  { keys: ['1', '–', '5'], text: 'speed' },
  { keys: ['Tab', '↑↓←→'], text: 'move' },
  { keys: ['M', 'Enter'], text: 'verbs' },
  { keys: ['W'], text: 'why' },
  { keys: ['D'], text: 'describe' },
  { keys: ['C'], text: 'changed' },
  { keys: ['V', '⇧V'], text: 'views' },
  { keys: ['U'], text: 'undo' },
  { keys: ['S'], text: 'share' },
  { keys: ['?'], text: 'keys' },
  { keys: ['Esc'], text: 'close' },
];

const speeds: readonly number[] = [500, 2_500, 25_000, 1_000_000, 20_000_000];

/** Listens for the page's keys, unless another layout has keys of its own. */
export function useKeys(isOn: boolean): void {
  const app = useApp();
  const acts = useActs();
  useEffect(() => {
    if (!isOn) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Escape') {
        if (acts.closeOne()) event.preventDefault();
        return;
      }
      if (isTaken(event)) return;
      const act = actOf(event, app, acts);
      if (act === null) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
    };
  }, [app, acts, isOn]);
}

/** Whether the key belongs to what has the focus. */
function isTaken(event: KeyboardEvent): boolean {
  const element = event.target instanceof HTMLElement ? event.target : null;
  if (element === null) return false;
  if (element.closest('input, textarea, select, [role="menu"], [role="dialog"]') !== null) return true;
  // On the stage Space runs and pauses; Enter selects.
  if (event.key === ' ' && element.classList.contains('target')) return false;
  const isPressed = event.key === ' ' || event.key === 'Enter';
  return isPressed && element.closest('button, a, summary') !== null;
}

function actOf(
  event: KeyboardEvent,
  { client, session, frames }: ReturnType<typeof useApp>,
  acts: ReturnType<typeof useActs>,
): (() => void) | null {
  const { stepSize, usesSingleKeys, visit } = session.getState();
  switch (event.key) {
    case ' ':
      return () => {
        if (visit === 'first') acts.setVisit('hint-step');
        client.toggle();
      };
    case 'ArrowRight':
      return () => {
        if (event.shiftKey) client.nextInteresting();
        else client.step(stepSize);
      };
    case 'ArrowLeft':
      return () => {
        client.stepBack(event.shiftKey ? 'milestone' : stepSize);
      };
    case 'Home':
      return () => {
        client.seek(0);
      };
    case 'End':
      return () => {
        client.seek(frames.getState().computedUntil.micros);
      };
    default:
      return usesSingleKeys ? letterAct(event.key, { client, session, frames }, acts) : null;
  }
}

type KeyParts = Pick<ReturnType<typeof useApp>, 'client' | 'session' | 'frames'>;

function letterAct(key: string, { client, session, frames }: KeyParts, acts: ReturnType<typeof useActs>): (() => void) | null {
  const speed = speeds[Number(key) - 1];
  if (speed !== undefined)
    return () => {
      client.setSpeed({ microsPerSecond: speed, isUnbounded: false });
    };
  switch (key.toLowerCase()) {
    case '?':
      return () => {
        acts.showSheet(session.getState().sheet === 'keys' ? null : 'keys');
      };
    case 'm':
    case '.':
      return acts.openMenuOfFocus;
    // The same as the arrows, which on the stage lead from thing to thing.
    case 'n':
      return () => {
        client.step(session.getState().stepSize);
      };
    case 'b':
      return () => {
        client.stepBack(session.getState().stepSize);
      };
    case 'u':
      return () => {
        void client.undo();
      };
    case 'v':
      return () => {
        const { panel, exposes } = session.getState();
        session.setState({ panel: neighbourOf(panel, key === 'V' ? -1 : 1, exposes) });
      };
    case 's':
      return () => {
        acts.showSheet('share');
      };
    case 'w': {
      const { events, at } = frames.getState();
      const newest = [...events].reverse().find((known) => known.micros <= at.micros);
      return newest === undefined
        ? null
        : () => {
            void client.why(newest.id);
          };
    }
    case 'd':
      return () => {
        session.setState({ describing: 'scene' });
      };
    case 'c':
      return () => {
        session.setState({ describing: 'changes' });
      };
    default:
      return null;
  }
}
