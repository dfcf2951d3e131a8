/** The words of the page that is open, part by part: a page that was opened for a lesson begins with few of them. */
import { awaited } from './awaited.ts';
import { loadTexts } from '../texts/index.ts';
import type { TextCatalogue } from '../texts/index.ts';
import { textParts } from '../texts/types.ts';
import type { Language, TextPart } from '../texts/types.ts';

const shelf = {
  language: null as Language | null,
  /** What was asked for so far, there or on its way. */
  parts: new Set<TextPart>(),
  /** What the page has. */
  shown: new Set<TextPart>(),
  onChange: (_: TextCatalogue): void => undefined,
  /** What is on its way. */
  coming: Promise.resolve(),
  /** A word was asked for that is not there, and its part was sent for. */
  isAsked: false,
};

/** Opens a language with some of its parts. */
export async function openTexts(language: Language, parts: readonly TextPart[]): Promise<TextCatalogue> {
  shelf.language = language;
  shelf.parts = new Set(parts);
  shelf.isAsked = false;
  const texts = await load();
  shelf.shown = new Set(parts);
  return texts;
}

/** Tells of every change of the words from now on. */
export function onTexts(listener: (texts: TextCatalogue) => void): () => void {
  shelf.onChange = listener;
  return () => {
    shelf.onChange = () => undefined;
  };
}

/**
 * Loads parts that are not there yet; comes back when the page has them, also those that somebody else asked for. Rejects when they do
 * not come.
 */
export async function needTexts(parts: readonly TextPart[]): Promise<void> {
  const missing = parts.filter((part) => !shelf.parts.has(part));
  if (shelf.language === null || parts.every((part) => shelf.shown.has(part))) return;
  if (missing.length > 0) {
    for (const part of missing) shelf.parts.add(part);
    shelf.coming = show().catch((problem: unknown) => {
      // Asked for again when it is needed again.
      for (const part of missing) shelf.parts.delete(part);
      throw problem;
    });
  }
  await shelf.coming;
}

/** The same words in another language. */
export async function switchTexts(language: Language): Promise<void> {
  // A page that was put together by hand has no shelf: it gets everything.
  if (shelf.language === null) shelf.parts = new Set(textParts);
  shelf.language = language;
  await show();
}

async function show(): Promise<void> {
  const { language } = shelf;
  const parts = new Set(shelf.parts);
  const texts = await load();
  // Another language was chosen meanwhile: its words are on their way.
  if (language !== shelf.language) return;
  shelf.shown = parts;
  shelf.onChange(texts);
}

function load(): Promise<TextCatalogue> {
  return loadTexts(shelf.language ?? 'en', [...shelf.parts], askForAll);
}

/** Words are asked for while the page is being drawn: what follows from it comes after that, once. */
function askForAll(): void {
  if (shelf.isAsked) return;
  shelf.isAsked = true;
  const ask = (): void => void awaited(() => needTexts(textParts), ask);
  setTimeout(ask, 0);
}
