/** One tab stop a region; arrow keys go to the nearest thing in their direction, as the eye would. */
import type { KeyboardEvent } from 'react';

/** Moves the focus among the elements that match `selector` inside the region that got the key. Returns whether it did. */
export function moveFocus(event: KeyboardEvent<HTMLElement>, selector: string): boolean {
  const direction = directions[event.key];
  if (direction === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
  const current = all.find((element) => element === document.activeElement);
  if (current === undefined) return false;
  const next = nearest(current, all, direction);
  event.preventDefault();
  if (next === null) return true;
  setTabStop(all, next);
  next.focus();
  return true;
}

/** Makes one element the tab stop of its region. */
export function setTabStop(all: readonly HTMLElement[], stop: HTMLElement): void {
  for (const element of all) element.tabIndex = element === stop ? 0 : -1;
}

interface Direction {
  readonly x: number;
  readonly y: number;
}

const directions: Readonly<Record<string, Direction | undefined>> = {
  ArrowRight: { x: 1, y: 0 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowDown: { x: 0, y: 1 },
  ArrowUp: { x: 0, y: -1 },
};

function nearest(from: HTMLElement, all: readonly HTMLElement[], direction: Direction): HTMLElement | null {
  const start = centre(from);
  let best: HTMLElement | null = null;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const element of all) {
    if (element === from) continue;
    const { x, y } = centre(element);
    const along = (x - start.x) * direction.x + (y - start.y) * direction.y;
    const aside = Math.abs((x - start.x) * direction.y) + Math.abs((y - start.y) * direction.x);
    if (along <= 2) continue;
    // What lies aside counts three times: a column stays a column.
    const cost = along + aside * 3;
    if (cost < bestCost) {
      best = element;
      bestCost = cost;
    }
  }
  return best;
}

function centre(element: HTMLElement): Direction {
  const box = element.getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + Math.min(box.height / 2, 24) };
}
