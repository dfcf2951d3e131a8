/** How much room an element has. */
import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

/** Room in px; 0 before it is known. */
export interface Room {
  readonly width: number;
  readonly height: number;
  readonly windowWidth: number;
  readonly windowHeight: number;
}

/** What a view keeps free at its sides together: its margins, and the drawer's handle where there is one. */
export function marginsOf({ windowWidth }: Room): number {
  if (windowWidth < 768) return 0;
  return windowWidth < 1280 ? 68 : 40;
}

/** Follows an element's room. */
export function useSize(): readonly [RefObject<HTMLDivElement | null>, Room] {
  const ref = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<Room>({ width: 0, height: 0, windowWidth: 0, windowHeight: 0 });
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const next: Room = {
        width: Math.floor(element.clientWidth),
        height: Math.floor(element.clientHeight),
        windowWidth: window.innerWidth,
        windowHeight: window.innerHeight,
      };
      setRoom((before) =>
        before.width === next.width &&
        before.height === next.height &&
        before.windowWidth === next.windowWidth &&
        before.windowHeight === next.windowHeight
          ? before
          : next,
      );
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => {
      observer.disconnect();
    };
  }, []);
  return [ref, room];
}

/** The window's width, for what is laid out differently and not only narrower. */
export function useWindowWidth(): number {
  const [width, setWidth] = useState(window.innerWidth);
  useEffect(() => {
    const onResize = (): void => {
      setWidth(window.innerWidth);
    };
    window.addEventListener('resize', onResize);
    return () => {
      window.removeEventListener('resize', onResize);
    };
  }, []);
  return width;
}
