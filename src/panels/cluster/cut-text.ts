/** So wide is a text, near enough, whatever the machine's letters are. */
function estimatedWidth(text: string, letterWidth: number, fullWidth: number): number {
  let width = 0;
  for (let index = 0; index < text.length; index++) width += isFullWidth(text, index) ? fullWidth : letterWidth;
  return width;
}

function isFullWidth(text: string, index: number): boolean {
  return text.charCodeAt(index) > 0x2e80;
}

/**
 * A text as far as it has room, near enough: full-width characters take the height of the letters. What is cut off is named in full where
 * the thing is spoken of.
 */
export function cutText(text: string, width: number, letterWidth: number): string {
  let used = 0;
  for (let index = 0; index < text.length; index++) {
    used += isFullWidth(text, index) ? 11 : letterWidth;
    if (used > width) return `${text.slice(0, Math.max(1, index - 1))}…`;
  }
  return text;
}

/** Whether a broker's state has room beside its name and the marks at the right edge of its column. */
export function hasRoomBeside(columnWidth: number, name: string, state: string): boolean {
  return columnWidth - 78 - estimatedWidth(name, 8.6, 16) > estimatedWidth(state, 6.4, 12);
}
