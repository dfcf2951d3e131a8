import { useEffect, useMemo, useRef } from 'react';
import type { ReactElement, RefObject } from 'react';
import { useWords } from '../../app/words.ts';
import { useActs } from '../../app/acts.ts';
import { useSession } from '../../app/context.ts';
import { messageName } from './messages.ts';
import type { MessageRow } from './rows.ts';
import type { PlacedMessage } from './scene.ts';
import { useRows } from './tables.ts';
import { Target } from './Target.tsx';

/** Messages that can be pointed at: as many as can be read at once. */
const reachableCount = 12;

/**
 * So many are told apart. In a larger crowd only those of the partition in large, those that were stopped and the chosen one are reached by
 * keys; a pointer takes what it points at.
 */
const crowd = 48;
/** In a crowd, a finger that comes this near means the message. */
const nearPx = 6;

/** Those that are drawn large enough to be read come first: the same order as in the drawing (`placeMessages`). */
function reachable(messages: readonly MessageRow[], focus: string | null, chosen: string | null): readonly MessageRow[] {
  const rank = (message: MessageRow): number =>
    message.id === chosen ? -1 : message.state !== 'flying' ? 0 : message.partition === focus ? 1 : 2;
  return messages
    .filter((message) => messages.length <= crowd || rank(message) < 2)
    .sort((one, other) => rank(one) - rank(other) || one.dueMicros - other.dueMicros || one.message - other.message)
    .slice(0, reachableCount);
}

/** Called by the drawing after each picture with where the messages are. */
export type PlaceMessages = (placed: readonly PlacedMessage[]) => void;

/** Requests and responses under way, as things to select and act on. They follow the drawing without being drawn by React. */
export function MessageTargets({
  follow,
  region,
}: {
  readonly follow: RefObject<PlaceMessages | null>;
  /** The stage: while a pointer or the focus is on it, the targets follow each picture. */
  readonly region: RefObject<HTMLElement | null>;
}): ReactElement {
  const words = useWords();
  const focus = useSession((state) => state.focus);
  const rows = useRows('messages');
  const chosen = useSession(({ selection }) => (selection?.kind === 'message' ? selection.id : null));
  const messages = useMemo(() => reachable(rows, focus, chosen), [rows, focus, chosen]);
  const buttons = useRef(new Map<string, HTMLButtonElement>());
  const drawn = useRef<readonly PlacedMessage[]>([]);
  const isNear = useNearness(region, () => {
    place(buttons.current, drawn.current);
  });
  useEffect(() => {
    follow.current = (placed) => {
      drawn.current = placed;
      if (isNear.current) place(buttons.current, placed);
    };
    return () => {
      follow.current = null;
    };
  }, [follow, isNear]);
  useCrowdPointing(region, drawn);
  // Nobody points at them: they are brought to where the messages are when the words are, and not with each picture.
  useEffect(() => {
    place(buttons.current, drawn.current);
  });
  return (
    <>
      {messages.map((message) => (
        <Target
          key={message.id}
          of={{ kind: 'message', id: message.id }}
          name={messageName(message, words)}
          box={null}
          ref={(button) => {
            if (button === null) buttons.current.delete(message.id);
            else buttons.current.set(message.id, button);
          }}
        />
      ))}
    </>
  );
}

/** Brings each button to where its message was drawn. */
function place(buttons: ReadonlyMap<string, HTMLButtonElement>, placed: readonly PlacedMessage[]): void {
  if (buttons.size === 0) return;
  const byId = new Map(placed.map((item) => [item.message.id, item]));
  for (const [id, button] of buttons) {
    const frame = button.parentElement;
    if (frame === null) continue;
    const item = byId.get(id);
    frame.hidden = item === undefined;
    if (item === undefined) continue;
    const { x, y, width, height } = item.box;
    // A small tag keeps a target that a finger can hit.
    const grow = Math.max(0, (24 - height) / 2);
    frame.style.transform = `translate(${String(x)}px, ${String(y - grow)}px)`;
    frame.style.width = `${String(Math.max(24, width))}px`;
    frame.style.height = `${String(height + grow * 2)}px`;
  }
}

/** Whether a pointer or the focus is on the stage; calls back when one comes. */
function useNearness(region: RefObject<HTMLElement | null>, onCome: () => void): RefObject<boolean> {
  const isNear = useRef(false);
  const come = useRef(onCome);
  useEffect(() => {
    come.current = onCome;
  });
  useEffect(() => {
    const element = region.current;
    if (element === null) return;
    const enter = (): void => {
      if (!isNear.current) come.current();
      isNear.current = true;
    };
    const leave = (): void => {
      isNear.current = element.contains(document.activeElement);
    };
    const listeners = [
      ['pointerenter', enter],
      ['pointerdown', enter],
      ['focusin', enter],
      ['pointerleave', leave],
      ['focusout', leave],
    ] as const;
    for (const [name, listener] of listeners) element.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of listeners) element.removeEventListener(name, listener);
    };
  }, [region]);
  return isNear;
}

/** In a crowd, whatever is drawn where somebody points is what they mean: a press chooses it, a right press opens its verbs. */
function useCrowdPointing(region: RefObject<HTMLElement | null>, drawn: RefObject<readonly PlacedMessage[]>): void {
  const acts = useActs();
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  useEffect(() => {
    const element = region.current;
    if (element === null) return;
    const messageAt = ({ clientX, clientY }: MouseEvent): MessageRow | null => {
      if (drawn.current.length <= crowd) return null;
      const { left, top, width } = element.getBoundingClientRect();
      const scale = width / Math.max(1, element.offsetWidth);
      return nearest(drawn.current, (clientX - left) / scale, (clientY - top) / scale)?.message ?? null;
    };
    const act = (event: MouseEvent): void => {
      const message = messageAt(event);
      if (message === null) return;
      event.preventDefault();
      event.stopPropagation();
      const ref = { kind: 'message', id: message.id } as const;
      if (event.type === 'click') latest.current.select(ref);
      else latest.current.openMenu(ref, event.clientX, event.clientY);
    };
    const show = (event: MouseEvent): void => {
      element.style.cursor = messageAt(event) === null ? '' : 'pointer';
    };
    element.addEventListener('click', act, true);
    element.addEventListener('contextmenu', act, true);
    element.addEventListener('pointermove', show);
    return () => {
      element.removeEventListener('click', act, true);
      element.removeEventListener('contextmenu', act, true);
      element.removeEventListener('pointermove', show);
    };
  }, [region, drawn]);
}

/** The small tag at a place, or nearest to it; the one on top when several are. */
export function nearest(placed: readonly PlacedMessage[], x: number, y: number): PlacedMessage | null {
  let best: PlacedMessage | null = null;
  let away = nearPx;
  for (const item of placed) {
    const { box } = item;
    const distance = Math.max(box.x - x, x - box.x - box.width, box.y - y, y - box.y - box.height, 0);
    if (!item.isSmall || distance > away) continue;
    best = item;
    away = distance;
  }
  return best;
}
