/** What is pasted into other people's pages and texts. A title comes from anybody: nothing of it may act there. */

/** Longer links are cut by some chat programs: up to here they are copied without a word. */
export const quietLength = 2000;
/** Longer ones travel as files. */
export const linkLengthMax = 4000;

/** A frame for a page or a course: HTML. */
export function frameSnippet(address: string, title: string): string {
  const attributes = [
    `src="${escapeHtml(address)}"`,
    `title="${escapeHtml(title)}"`,
    'width="100%" height="560" loading="lazy" style="border:0"',
    'allow="fullscreen; clipboard-write"',
  ];
  return `<iframe ${attributes.join(' ')}></iframe>`;
}

/** A link in a Markdown text. */
export function markdownSnippet(link: string, title: string): string {
  const words = title
    .replace(/[\\`*_{}[\]()#+\-.!|~>]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/\s+/g, ' ')
    .trim();
  return `[${words}](${link.replace(/[()]/g, encodeURIComponent)})`;
}

function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => names[character] ?? '');
}

/** How many bytes a text has in a file. */
export function byteCount(text: string): number {
  return new TextEncoder().encode(text).length;
}
