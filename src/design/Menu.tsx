import { useLayoutEffect, useRef } from 'react';
import type { KeyboardEvent, ReactElement, ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import { Keycap } from './Keycap.tsx';

/** One line of a menu. */
export interface MenuItem {
  readonly id: string;
  readonly label: ReactNode;
  /** One sentence under the item when it is pointed at. */
  readonly consequence?: string | undefined;
  /** The line that a person would type for it, shown with the consequence. */
  readonly code?: string | undefined;
  readonly keyName?: string | undefined;
  /** Why it cannot be chosen now. */
  readonly locked?: string | undefined;
  /** Drawn with a tick when true, with room for one when false. */
  readonly isChecked?: boolean;
  /** A hairline above it. */
  readonly startsGroup?: boolean;
  readonly choose: () => void;
}

interface MenuProps {
  readonly name: string;
  readonly title?: ReactNode;
  readonly items: readonly MenuItem[];
  /** Where the menu points: the corner of what it is about, in page pixels. */
  readonly at: { readonly x: number; readonly y: number };
  readonly close: () => void;
  /** Stays open after a choice (a list of switches). */
  readonly stays?: boolean;
}

/** A menu beside the thing that it is about. Arrow keys move, Enter chooses, Escape closes and gives the focus back. */
export function Menu({ name, title, items, at, close, stays = false }: MenuProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (box.current !== null) placeInside(box.current, at);
  }, [at, items.length]);
  useFocusWithin(box, close);
  const choose = (item: MenuItem): void => {
    if (item.locked !== undefined) return;
    if (!stays) close();
    item.choose();
  };
  return (
    <div
      ref={box}
      className="menu sheet"
      role="menu"
      aria-label={name}
      onKeyDown={(event) => {
        move(event, box.current, close);
      }}
    >
      {title === undefined ? null : <div className="menu-title">{title}</div>}
      {items.map((item) => (
        <div key={item.id} role="none">
          {item.startsGroup === true ? <div className="menu-rule" role="separator" /> : null}
          <MenuLine item={item} choose={choose} />
        </div>
      ))}
    </div>
  );
}

function MenuLine({ item, choose }: { readonly item: MenuItem; readonly choose: (item: MenuItem) => void }): ReactElement {
  const isSwitch = item.isChecked !== undefined;
  return (
    <button
      type="button"
      className="menu-item"
      role={isSwitch ? 'menuitemcheckbox' : 'menuitem'}
      aria-checked={isSwitch ? item.isChecked : undefined}
      aria-disabled={item.locked === undefined ? undefined : true}
      tabIndex={-1}
      onClick={() => {
        choose(item);
      }}
      onPointerMove={(event) => {
        event.currentTarget.focus();
      }}
    >
      {isSwitch ? (
        <span className="check">
          <Icon name="tick" size={13} />
        </span>
      ) : null}
      {item.locked === undefined ? null : <Icon name="lock" size={14} />}
      <span>
        {item.label}
        {item.locked === undefined ? null : <span className="locked-reason">{item.locked}</span>}
      </span>
      <span className="grow" />
      {item.keyName === undefined ? null : <Keycap>{item.keyName}</Keycap>}
      {item.consequence === undefined ? null : <span className="consequence">{item.consequence}</span>}
      {item.code === undefined ? null : <code className="consequence code">{item.code}</code>}
    </button>
  );
}

/** Puts a sheet at a point of the page and moves it inside the window. */
function placeInside(box: HTMLElement, at: { readonly x: number; readonly y: number }): void {
  const { width, height } = box.getBoundingClientRect();
  box.style.left = `${String(Math.max(8, Math.min(at.x, window.innerWidth - width - 8)))}px`;
  box.style.top = `${String(Math.max(8, Math.min(at.y, window.innerHeight - height - 8)))}px`;
}

function useFocusWithin(box: { readonly current: HTMLElement | null }, close: () => void): void {
  const latest = useRef(close);
  latest.current = close;
  useLayoutEffect(() => {
    const before = document.activeElement;
    itemsOf(box.current)[0]?.focus();
    const onPointer = (event: PointerEvent): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) latest.current();
    };
    document.addEventListener('pointerdown', onPointer, true);
    return () => {
      document.removeEventListener('pointerdown', onPointer, true);
      if (
        before instanceof HTMLElement &&
        (document.activeElement === null ||
          document.activeElement === document.body ||
          box.current?.contains(document.activeElement) !== false)
      )
        before.focus();
    };
  }, [box]);
}

function move(event: KeyboardEvent, box: HTMLElement | null, close: () => void): void {
  if (event.key === 'Escape' || event.key === 'Tab') {
    event.preventDefault();
    event.stopPropagation();
    close();
    return;
  }
  const items = itemsOf(box);
  const next = nextIndex(event.key, items);
  if (next === null) return;
  event.preventDefault();
  event.stopPropagation();
  items[(next + items.length) % items.length]?.focus();
}

function nextIndex(key: string, items: readonly HTMLElement[]): number | null {
  const current = items.findIndex((item) => item === document.activeElement);
  if (key === 'ArrowDown') return current + 1;
  if (key === 'ArrowUp') return current - 1;
  if (key === 'Home') return 0;
  if (key === 'End') return items.length - 1;
  if (key.length !== 1 || key === ' ') return null;
  const starts = (item: HTMLElement): boolean => (item.textContent ?? '').trim().toLowerCase().startsWith(key.toLowerCase());
  const after = items.findIndex((item, index) => index > current && starts(item));
  const any = after >= 0 ? after : items.findIndex(starts);
  return any >= 0 ? any : null;
}

function itemsOf(box: HTMLElement | null): readonly HTMLElement[] {
  return box === null ? [] : [...box.querySelectorAll<HTMLElement>('.menu-item')];
}
