/** Where a text stands on the page, line by line. */

/** One line of a text. */
export interface TextLine {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly height: number;
}

/** The lines of a text as the browser broke it. */
export function linesOf(node: Text): readonly TextLine[] {
  const text = node.textContent ?? '';
  const range = document.createRange();
  const lines: TextLine[] = [];
  const add = (index: number, word: string): void => {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const boxes = range.getClientRects();
    // A long word that was broken itself is taken letter by letter.
    if (boxes.length > 1 && word.length > 1) {
      [...word].forEach((letter, at) => {
        add(index + at, letter);
      });
      return;
    }
    const [box] = boxes;
    if (box === undefined || box.width === 0) return;
    const last = lines.at(-1);
    if (last !== undefined && Math.abs(last.top - box.top) < 2)
      lines[lines.length - 1] = { ...last, text: last.text + word.replace(/\s+/g, ' ') };
    else if (word.trim() !== '') lines.push({ text: word, left: box.left, top: box.top, height: box.height });
  };
  // Words of Latin script; other scripts break between any two characters.
  for (const { index, 0: word } of text.matchAll(/\s+|[\u0021-\u024f]+|[^\s\u0021-\u024f]/g)) add(index, word);
  return lines;
}
