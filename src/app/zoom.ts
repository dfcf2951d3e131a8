/** How much the browser enlarges an element, by the page's own wish; 1 where it does not say. */
export function zoomOf(element: Element): number {
  return 'currentCSSZoom' in element ? element.currentCSSZoom : 1;
}
