/** Copies an SVG element with the look that the page's styles give it, so that it looks the same on its own. */

/** What styles may change of a shape or a text. */
const looks = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'paint-order',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
] as const;

/** Values that need not be said: what every shape has unless it is told otherwise. */
const usual: Readonly<Record<string, string>> = {
  'fill-opacity': '1',
  'stroke-dasharray': 'none',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  opacity: '1',
  'paint-order': 'normal',
  'dominant-baseline': 'auto',
};

const textLooks: ReadonlySet<string> = new Set(['font-family', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline']);

/** The copy as text, at a place of the picture. */
export function copySvg(source: SVGSVGElement, x: number, y: number): string {
  const copy = source.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) return '';
  dress(source, copy);
  copyPatterns(copy);
  copy.setAttribute('x', String(Math.round(x * 100) / 100));
  copy.setAttribute('y', String(Math.round(y * 100) / 100));
  const box = source.getBoundingClientRect();
  copy.setAttribute('width', String(box.width));
  copy.setAttribute('height', String(box.height));
  copy.setAttribute('overflow', getComputedStyle(source).overflow === 'visible' ? 'visible' : 'hidden');
  return new XMLSerializer().serializeToString(copy);
}

/** Writes the computed look of each element onto its copy; what is not seen is left out. */
function dress(source: Element, copy: Element): void {
  const style = getComputedStyle(source);
  if (style.display === 'none' && source.tagName !== 'defs' && source.closest('defs') === null) {
    copy.remove();
    return;
  }
  const isText = source.tagName === 'text' || source.tagName === 'tspan';
  const isShape = source.children.length === 0 || isText;
  for (const name of ['class', 'style', 'tabindex', 'aria-hidden', 'role']) copy.removeAttribute(name);
  for (const look of looks) {
    if (look !== 'opacity' && (!isShape || (textLooks.has(look) && !isText))) {
      // What a group hands down, each of its shapes says itself.
      copy.removeAttribute(look);
      continue;
    }
    const value = style.getPropertyValue(look);
    if (value === '' || value === usual[look]) {
      if (value !== '') copy.removeAttribute(look);
      continue;
    }
    copy.setAttribute(look, value.replace(/url\("([^"]*)"\)/g, 'url($1)'));
  }
  const { transform } = style;
  if (transform !== '' && transform !== 'none' && source.tagName !== 'svg') copy.setAttribute('transform', transform);
  // The copy's children are gone through from behind: some are taken out.
  for (let index = source.children.length - 1; index >= 0; index--) {
    const child = source.children[index];
    const childCopy = copy.children[index];
    if (child !== undefined && childCopy !== undefined) dress(child, childCopy);
  }
}

/** Patterns that another part of the page defines come along. */
function copyPatterns(copy: SVGSVGElement): void {
  const text = new XMLSerializer().serializeToString(copy);
  const ids = new Set([...text.matchAll(/url\(#([^)]+)\)/g)].map((match) => match[1] ?? ''));
  for (const id of ids) {
    if (copy.querySelector(`[id="${id}"]`) !== null) continue;
    const source = document.getElementById(id);
    if (source === null) continue;
    const pattern = source.cloneNode(true);
    if (!(pattern instanceof Element)) continue;
    dress(source, pattern);
    copy.prepend(pattern);
  }
}
