/** Whether this browser draws with the processor alone. */

let isByProcessor: boolean | undefined;

/**
 * Whether there is no graphics card to draw with. Then every picture of a canvas that waits for the page's own picture is copied once more
 * on the main thread, which costs more than drawing it (`npm run bench:ui -- cells`): such a canvas had better hand its pictures over
 * itself. With a graphics card there is nothing to copy, and the page and its canvases stay in step.
 */
export function isDrawnByProcessor(): boolean {
  isByProcessor ??= !hasGraphicsCard();
  return isByProcessor;
}

/** A browser refuses the context that it is asked for here where it would have to imitate the card. */
function hasGraphicsCard(): boolean {
  const context = document.createElement('canvas').getContext('webgl', { failIfMajorPerformanceCaveat: true });
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
}
