/** The words between the page in a frame and the page around it (docs/EMBED.md). They only grow. */

/** What the frame tells the page around it. */
export type FromFrame =
  /** It listens. `title` is what is open, in the language that is shown. */
  | { readonly kind: 'ready'; readonly title: string }
  /** How tall it would be with nothing cut off, in CSS px. */
  | { readonly kind: 'height'; readonly pixels: number }
  /** Where the run stands; sent when it stops, and at most four times a second while it runs. */
  | { readonly kind: 'step'; readonly micros: number; readonly steps: number; readonly digest: string; readonly isRunning: boolean }
  /** What came of it: a link was opened or refused, and whether a frozen result came out as it was promised. */
  | {
      readonly kind: 'result';
      readonly outcome: 'opened' | 'refused' | 'same' | 'different';
      readonly code: string;
      readonly where: string;
    };

/** What the page around it may ask for. */
export type ToFrame = { readonly kind: 'play' | 'pause' | 'step' | 'back' };

const asked: readonly string[] = ['play', 'pause', 'step', 'back'];

/** The origins that the frame's address names, in `?origin=`: the only ones that are told anything. What is no origin is not guessed at. */
export function allowedOrigins(search: string, own: string): readonly string[] {
  const named = new URLSearchParams(search)
    .getAll('origin')
    .flatMap((list) => list.split(','))
    .filter((text) => isOrigin(text));
  return [...new Set([...(isOrigin(own) ? [own] : []), ...named])];
}

function isOrigin(text: string): boolean {
  try {
    const url = new URL(text);
    return (url.protocol === 'https:' || url.protocol === 'http:') && url.origin === text;
  } catch {
    return false;
  }
}

/** A message of the page around, or null when it is anything else. */
export function readMessage(data: unknown): ToFrame | null {
  if (typeof data !== 'object' || data === null) return null;
  const { kafkascope, kind } = data as { readonly kafkascope?: unknown; readonly kind?: unknown };
  return kafkascope === 1 && typeof kind === 'string' && asked.includes(kind) ? { kind: kind as ToFrame['kind'] } : null;
}
