import { useRef } from 'react';
import type { CSSProperties, MouseEvent, PointerEvent, ReactElement, Ref } from 'react';
import { useActs } from '../../app/acts.ts';
import { useSession } from '../../app/context.ts';
import { isSameObject, objectKey } from '../../app/objects.ts';
import type { ObjectRef } from '../../app/objects.ts';
import { useWords } from '../../app/words.ts';
import type { Box } from '../../design/canvas/cells.ts';

interface TargetProps {
  readonly of: ObjectRef;
  readonly name: string;
  readonly box: Box | null;
  /** Shows the dots that open its verbs even when it is not pointed at. */
  readonly hasDots?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** How long a touch is held before the verbs open. */
const longPressMillis = 500;

/**
 * The part of a thing on the stage that is pointed at, focused and spoken. Its verbs open with the dots, a right click, a long press, or
 * Enter once it is selected.
 */
export function Target({ of, name, box, hasDots = false, ref }: TargetProps): ReactElement {
  const acts = useActs();
  const { t } = useWords();
  const isSelected = useSession((state) => isSameObject(state.selection, of));
  const isOpen = useSession((state) => isSameObject(state.menu?.ref ?? null, of));
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const stopTimer = (): void => {
    if (timer.current !== null) clearTimeout(timer.current);
  };
  const openAt = (x: number, y: number): void => {
    acts.openMenu(of, x, y);
  };
  const onClick = (event: MouseEvent<HTMLButtonElement>): void => {
    const isKeyboard = event.detail === 0;
    const corner = event.currentTarget.getBoundingClientRect();
    if (isKeyboard && isSelected) openAt(corner.right - 8, corner.top + 8);
    else acts.select(of);
  };
  const onPointerDown = (event: PointerEvent): void => {
    if (event.pointerType !== 'touch') return;
    const { clientX, clientY } = event;
    stopTimer();
    timer.current = setTimeout(() => {
      openAt(clientX, clientY);
    }, longPressMillis);
  };
  const style: CSSProperties = box === null ? {} : { left: box.x, top: box.y, width: box.width, height: box.height };
  return (
    <span
      className={`target-frame ${hasDots ? 'has-dots' : ''} ${isSelected ? 'is-selected' : ''} ${isOpen ? 'is-open' : ''}`}
      style={style}
    >
      <button
        ref={ref}
        type="button"
        className="target"
        data-object={objectKey(of)}
        aria-label={name}
        aria-pressed={isSelected}
        aria-haspopup="menu"
        tabIndex={-1}
        onClick={onClick}
        onPointerDown={onPointerDown}
        onPointerUp={stopTimer}
        onPointerLeave={stopTimer}
        onPointerMove={stopTimer}
        onKeyUp={(event) => {
          if (event.key === ' ') event.preventDefault();
        }}
        onContextMenu={(event) => {
          event.preventDefault();
          const corner = event.currentTarget.getBoundingClientRect();
          const isKey = event.clientX === 0 && event.clientY === 0;
          openAt(isKey ? corner.right - 8 : event.clientX, isKey ? corner.top + 8 : event.clientY);
        }}
      />
      <button
        type="button"
        className="dots"
        tabIndex={-1}
        aria-hidden="true"
        title={t('menu.verbs', { name })}
        onClick={(event) => {
          const corner = event.currentTarget.getBoundingClientRect();
          // The focus comes back to the thing itself when its menu closes.
          if (event.currentTarget.previousElementSibling instanceof HTMLElement)
            event.currentTarget.previousElementSibling.focus({ preventScroll: true });
          openAt(corner.right + 6, corner.top - 6);
        }}
      >
        <svg width="16" height="4" viewBox="0 0 16 4">
          <circle cx="2" cy="2" r="1.7" />
          <circle cx="8" cy="2" r="1.7" />
          <circle cx="14" cy="2" r="1.7" />
        </svg>
      </button>
    </span>
  );
}
