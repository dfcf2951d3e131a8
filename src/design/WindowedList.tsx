import { useEffect, useLayoutEffect, useRef } from 'react';
import type { KeyboardEvent, ReactElement, ReactNode } from 'react';

interface WindowedListProps {
  readonly name: string;
  readonly className: string;
  /** Rows that there are; only a window of them is there. */
  readonly total: number;
  readonly rowHeight: number;
  /** Element id of the chosen row, when it is there. */
  readonly activeId: string | undefined;
  /** Stays at the last row while it is scrolled to the end; asks for it with -1. */
  readonly staysAtEnd: boolean;
  readonly ask: (firstRow: number) => void;
  /** Chooses the row so many further; returns its place, or null when there is none. */
  readonly move: (by: number) => number | null;
  readonly enter: () => void;
  readonly children: ReactNode;
}

/** Rows are asked for in steps of so many, with as many beyond both ends of what is seen. */
const step = 10;

const moves: Readonly<Record<string, number | undefined>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

/** A list as long as all rows of which only those on screen exist. One stop of the tab key; arrow keys choose. */
export function WindowedList(props: WindowedListProps): ReactElement {
  const { name, className, total, rowHeight, activeId, staysAtEnd, ask, move, enter, children } = props;
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(staysAtEnd);
  useLayoutEffect(() => {
    if (isAtEnd.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [total]);
  useEffect(() => {
    if (isAtEnd.current) ask(-1);
  }, [ask]);
  const onScroll = (): void => {
    const element = box.current;
    if (element === null) return;
    isAtEnd.current = staysAtEnd && element.scrollTop + element.clientHeight >= element.scrollHeight - rowHeight;
    const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - step);
    ask(isAtEnd.current ? -1 : first - (first % step));
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') {
      enter();
      return;
    }
    const by = moves[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const index = move(by);
    const element = box.current;
    if (index === null || element === null) return;
    const top = index * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight) element.scrollTop = top + rowHeight - element.clientHeight;
  };
  return (
    <div
      ref={box}
      className={`windowed ${className}`}
      role="listbox"
      aria-label={name}
      aria-activedescendant={activeId}
      tabIndex={0}
      onScroll={onScroll}
      onKeyDown={onKey}
    >
      <div className="windowed-room" style={{ height: total * rowHeight }} role="presentation">
        {children}
      </div>
    </div>
  );
}
