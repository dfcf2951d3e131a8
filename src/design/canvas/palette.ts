/** Colours and fonts for drawing on a canvas, read from the tokens of the theme that is shown. */

/** What drawing needs of the tokens. */
export interface Palette {
  readonly paper: string;
  readonly lane: string;
  readonly raised: string;
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly line: string;
  readonly edge: string;
  readonly now: string;
  readonly nowInk: string;
  readonly nowEdge: string;
  readonly loss: string;
  readonly lossWash: string;
  readonly outsync: string;
  readonly leader: string;
  readonly insync: string;
  readonly elr: string;
  readonly offline: string;
  readonly ghost: string;
  readonly keyInk: string;
  /** Six keys; a record without a key takes `keyNone`. */
  readonly keys: readonly string[];
  readonly keyNone: string;
  readonly fontUi: string;
  readonly fontCode: string;
}

/** Reads the palette that applies to an element. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    paper: token('paper'),
    lane: token('lane'),
    raised: token('raised'),
    ink: token('ink'),
    ink2: token('ink-2'),
    ink3: token('ink-3'),
    line: token('line'),
    edge: token('edge'),
    now: token('now'),
    nowInk: token('now-ink'),
    nowEdge: token('now-edge'),
    loss: token('loss'),
    lossWash: token('loss-wash'),
    outsync: token('outsync'),
    leader: token('leader'),
    insync: token('insync'),
    elr: token('elr'),
    offline: token('offline'),
    ghost: token('ghost'),
    keyInk: token('key-ink'),
    keys: ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => token(`key-${key}`)),
    keyNone: token('key-none'),
    fontUi: token('font-ui'),
    fontCode: token('font-code'),
  };
}

/** The fill of a key. */
export function keyColor(palette: Palette, keyIndex: number): string {
  return palette.keys[keyIndex] ?? palette.keyNone;
}

/** A canvas font. */
export function font(palette: Palette, size: number, face: 'ui' | 'code', isBold = false): string {
  return `${isBold ? '600 ' : ''}${String(size)}px ${face === 'ui' ? palette.fontUi : palette.fontCode}`;
}
