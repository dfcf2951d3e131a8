/** Addresses of this copy of the page, wherever it lies: another folder, another host, a file. */

/** The page itself, without what is opened in it. */
export function homeAddress(href: string): string {
  const url = new URL(href);
  url.hash = '';
  url.search = '';
  url.pathname = url.pathname.replace(/(?:embed|l\/[^/]+)\/(?:index\.html)?$/, '').replace(/\/index\.html$/, '/');
  return url.href;
}

/** The page for frames; null where the page is a single file, which has no second page beside it. */
export function embedAddress(href: string): string | null {
  return href.startsWith('file:') ? null : new URL('embed/', homeAddress(href)).href;
}

/** A scenario's link. */
export function linkOf(fragment: string, href: string): string {
  return `${homeAddress(href)}#${fragment}`;
}
