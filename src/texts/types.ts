/** What a language's catalogue holds. The engine emits codes and numbers; every word that a person reads is here. */

/** The languages, equal. */
export const languages = ['en', 'zh-Hans'] as const;

/** A language of the product. */
export type Language = (typeof languages)[number];

/** Text of one kind of event: what happened, with `{field}` for its fields, and the rule behind it. */
export interface EventText {
  readonly what: string;
  readonly why: string;
}

/** Texts of events by the event's name. */
export type EventTexts = Readonly<Record<string, EventText>>;

/** Our own words for what a config key does, by key. */
export type ConfigTexts = Readonly<Record<string, string>>;

/** Other texts that the engine asks for by code: answers to questions, problems, faults. */
export type CodeTexts = Readonly<Record<string, string>>;

/** A promise of Kafka by its number, and how it was broken. */
export type InvariantTexts = Readonly<Record<`${'invariant' | 'broken'}.I${number}`, string>>;

/** Some of the texts of a language. */
export interface PartTexts {
  readonly ui?: Readonly<Record<string, string>>;
  readonly events?: EventTexts;
  readonly configs?: ConfigTexts;
  readonly codes?: CodeTexts;
}

/** What of a language loads by itself: the words of a view, or all that a lesson's first picture does without. */
export const textParts = [
  'rest',
  'code',
  'group',
  'matrix',
  'metrics',
  'offsets',
  'producer',
  'records',
  'space-time',
  'storage',
  'views',
] as const;

/** One of them. */
export type TextPart = (typeof textParts)[number];
