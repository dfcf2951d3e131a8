/** Whether this browser draws with the processor alone. */

let isByProcessor: boolean | undefined;

/** What imitates a graphics card, by the names that they give: of Chromium, of Mesa, of Windows. */
const imitations = /swiftshader|llvmpipe|softpipe|swrast|software|basic render/i;

/**
 * Whether there is no graphics card to draw with. Then every picture of a canvas that waits for the page's own picture is copied once more
 * on the main thread, which costs more than drawing it (`npm run bench:ui -- cells`): such a canvas had better hand its pictures over
 * itself. With a graphics card there is nothing to copy, and the page and its canvases stay in step.
 */
export function isDrawnByProcessor(): boolean {
  isByProcessor ??= !hasGraphicsCard();
  return isByProcessor;
}

/** A browser may refuse this context where it would have to imitate the card. Where it does not, it tells a name. */
function hasGraphicsCard(): boolean {
  const context = document.createElement('canvas').getContext('webgl', { failIfMajorPerformanceCaveat: true });
  if (context === null) return false;
  const names = context.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = context.getParameter(names === null ? context.RENDERER : names.UNMASKED_RENDERER_WEBGL);
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return !imitations.test(String(renderer));
}
