/** Words of writing a lesson; they load with it. */
export const author = {
  title: 'Write a lesson',
} as const;

/** A text of writing a lesson. */
export type AuthorKey = keyof typeof author;

/** The texts in one language. */
export type AuthorTexts = Readonly<Record<AuthorKey, string>>;
