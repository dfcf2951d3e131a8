/** The door to all texts: a language's catalogue is loaded when it is needed, and is complete by its type. */
import type { CodeTexts, ConfigTexts, EventTexts, Language } from './types.ts';
import type { UiTexts } from './en/ui.ts';

/** Everything that one language says. */
export interface TextCatalogue {
  readonly language: Language;
  readonly ui: UiTexts;
  readonly events: EventTexts;
  readonly configs: ConfigTexts;
  readonly codes: CodeTexts;
}

/** Loads a language. */
export async function loadTexts(language: Language): Promise<TextCatalogue> {
  switch (language) {
    case 'en':
      return (await import('./en/catalogue.ts')).catalogue;
    case 'zh-Hans':
      return (await import('./zh-Hans/catalogue.ts')).catalogue;
  }
}

/** The language that a list of wishes, best first, leads to. */
export function chooseLanguage(wishes: readonly (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const tag = wish?.toLowerCase();
    if (tag?.startsWith('zh') === true) return 'zh-Hans';
    if (tag?.startsWith('en') === true) return 'en';
  }
  return 'en';
}
