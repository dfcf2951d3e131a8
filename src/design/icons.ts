/** Icons as paths on a 16 px grid: 1.6 px strokes with square caps, or filled. */

interface IconPath {
  readonly path: string;
  readonly isFilled?: true;
}

/** Every icon by name. */
export const icons = {
  play: { path: 'M4 2.5v11l9-5.5z', isFilled: true },
  pause: { path: 'M4 3h3v10H4zM9 3h3v10H9z', isFilled: true },
  step: { path: 'M3 3v10l6-5zM11 3h2.2v10H11z', isFilled: true },
  'step-back': { path: 'M13 3v10L7 8zM2.8 3H5v10H2.8z', isFilled: true },
  undo: { path: 'M6 4L3 7l3 3M3.5 7H10a3 3 0 0 1 0 6H7' },
  share: { path: 'M8 10V2.5M5 5l3-3 3 3M3 8.5V13h10V8.5' },
  compare: { path: 'M2 5h8l4-2M10 5l4 3M2 11h12' },
  'stop-when': { path: 'M8 2v12M3.5 5l9 6M12.5 5l-9 6' },
  lock: { path: 'M4 7.5h8V13H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2' },
  more: { path: 'M3 8h.1M8 8h.1M13 8h.1' },
  close: { path: 'M4 4l8 8M12 4l-8 8' },
  copy: { path: 'M5.5 5.5H13V13H5.5zM3 10.5V3h7.5' },
  link: { path: 'M6.5 9.5l3-3M7 5l1.5-1.5a2.8 2.8 0 0 1 4 4L11 9M9 11l-1.5 1.5a2.8 2.8 0 0 1-4-4L5 7' },
  plus: { path: 'M8 3v10M3 8h10' },
  tick: { path: 'M3 8.5l3.5 3.5L13 4.5' },
  language: { path: 'M2.5 4h7M6 2.5V4M8.5 4c-.6 3-2.8 5.5-5.5 6.7M4 6.2c1 2 2.6 3.5 4.5 4.3M8.5 13.5l2.7-6.5 2.8 6.5M9.5 11.3h3.5' },
  theme: { path: 'M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11' },
  keyboard: { path: 'M2 4.5h12v7.5H2zM4.5 7h.1M7 7h.1M9.5 7h.1M11.8 7h.1M5 9.6h6' },
  download: { path: 'M8 2.5V10M5 7.5l3 3 3-3M3 13h10' },
  open: { path: 'M2.5 12.5V4h4l1.5 2h5.5v6.5z' },
  'arrow-down': { path: 'M4.5 6.5L8 10l3.5-3.5' },
  describe: { path: 'M3 4h10M3 8h10M3 12h6' },
} as const satisfies Readonly<Record<string, IconPath>>;

/** The name of an icon. */
export type IconName = keyof typeof icons;
