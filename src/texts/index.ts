/**
 * The door to all texts: a language is loaded in parts when they are needed, and is complete by the types of its files. What a catalogue
 * says that is not whole yet, it says later: whoever asks too early gets no words, and the part is fetched.
 */
import type { UiTexts } from './en/ui.ts';
import { textParts } from './types.ts';
import type { CodeTexts, ConfigTexts, EventTexts, Language, PartTexts, TextPart } from './types.ts';

/** Everything that one language says, as far as it is loaded. */
export interface TextCatalogue {
  readonly language: Language;
  readonly ui: UiTexts;
  readonly events: EventTexts;
  readonly configs: ConfigTexts;
  readonly codes: CodeTexts;
  /** Absent: it is whole. Called when something is asked for that may be in a part that is not loaded. */
  readonly onMissing?: () => void;
}

type Loaders = Readonly<Record<TextPart, () => Promise<PartTexts>>>;

const loaders: Readonly<Record<Language, Loaders>> = {
  en: {
    rest: () => import('./en/rest.ts').then((module) => module.rest),
    code: () => import('./en/ui-code.ts').then((module) => ({ ui: module.uiCode })),
    group: () => import('./en/ui-group.ts').then((module) => ({ ui: module.uiGroup })),
    matrix: () => import('./en/ui-matrix.ts').then((module) => ({ ui: module.uiMatrix })),
    metrics: () => import('./en/ui-metrics.ts').then((module) => ({ ui: module.uiMetrics })),
    offsets: () => import('./en/ui-offsets.ts').then((module) => ({ ui: module.uiOffsets })),
    producer: () => import('./en/ui-producer.ts').then((module) => ({ ui: module.uiProducer })),
    records: () => import('./en/ui-records.ts').then((module) => ({ ui: module.uiRecords })),
    'space-time': () => import('./en/ui-space-time.ts').then((module) => ({ ui: module.uiSpaceTime })),
    storage: () => import('./en/ui-storage.ts').then((module) => ({ ui: module.uiStorage })),
    views: () => import('./en/ui-views.ts').then((module) => ({ ui: module.uiViews })),
  },
  'zh-Hans': {
    rest: () => import('./zh-Hans/rest.ts').then((module) => module.rest),
    code: () => import('./zh-Hans/ui-code.ts').then((module) => ({ ui: module.uiCode })),
    group: () => import('./zh-Hans/ui-group.ts').then((module) => ({ ui: module.uiGroup })),
    matrix: () => import('./zh-Hans/ui-matrix.ts').then((module) => ({ ui: module.uiMatrix })),
    metrics: () => import('./zh-Hans/ui-metrics.ts').then((module) => ({ ui: module.uiMetrics })),
    offsets: () => import('./zh-Hans/ui-offsets.ts').then((module) => ({ ui: module.uiOffsets })),
    producer: () => import('./zh-Hans/ui-producer.ts').then((module) => ({ ui: module.uiProducer })),
    records: () => import('./zh-Hans/ui-records.ts').then((module) => ({ ui: module.uiRecords })),
    'space-time': () => import('./zh-Hans/ui-space-time.ts').then((module) => ({ ui: module.uiSpaceTime })),
    storage: () => import('./zh-Hans/ui-storage.ts').then((module) => ({ ui: module.uiStorage })),
    views: () => import('./zh-Hans/ui-views.ts').then((module) => ({ ui: module.uiViews })),
  },
};

/** Loads a language: all of it, or its first part and some others. */
export async function loadTexts(
  language: Language,
  parts: readonly TextPart[] = textParts,
  onMissing?: () => void,
): Promise<TextCatalogue> {
  const first =
    language === 'en'
      ? import('./en/first.ts').then((module) => module.first)
      : import('./zh-Hans/first.ts').then((module) => module.first);
  const texts = await Promise.all([first, ...parts.map((part) => loaders[language][part]())]);
  const whole = { ui: {}, events: {}, configs: {}, codes: {} };
  for (const { ui, events, configs, codes } of texts) {
    Object.assign(whole.ui, ui);
    Object.assign(whole.events, events);
    Object.assign(whole.configs, configs);
    Object.assign(whole.codes, codes);
  }
  const isWhole = textParts.every((part) => parts.includes(part));
  // The files' own types say that nothing is missing when all parts are there.
  return { ...whole, ui: whole.ui as UiTexts, language, ...(isWhole || onMissing === undefined ? {} : { onMissing }) };
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
