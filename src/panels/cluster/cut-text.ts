/**
 * A text as far as it has room, near enough: full-width characters take the height of the letters. What is cut off is named in full where
 * the thing is spoken of.
 */
export function cutText(text: string, width: number, letterWidth: number): string {
  let used = 0;
  for (let index = 0; index < text.length; index++) {
    used += text.charCodeAt(index) > 0x2e80 ? 11 : letterWidth;
    if (used > width) return `${text.slice(0, Math.max(1, index - 1))}…`;
  }
  return text;
}
