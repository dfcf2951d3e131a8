/** The curriculum map: every claim of the course notes, whether it holds, and what is so. Loads by language. */
import type { Language } from '../../texts/types.ts';

/** One row of the map. */
export interface Claim {
  readonly row: number;
  readonly source: string;
  readonly verdict: 'right' | 'incomplete' | 'outdated' | 'wrong' | 'missing';
  readonly lesson: string;
  /** What the notes say; empty where they say nothing. */
  readonly notes: string;
  /** What holds for Kafka 4.x. */
  readonly kafka: string;
}

type Words = Readonly<Record<string, { readonly notes: string; readonly kafka: string }>>;

const words = import.meta.glob<Words>('../../lessons/map/claims.*.json', { import: 'default' });

/** Every claim in a language, in the map's order. */
export async function loadClaims(language: Language): Promise<readonly Claim[]> {
  const [{ default: rows }, texts] = await Promise.all([
    import('../../lessons/map/rows.json'),
    words[`../../lessons/map/claims.${language}.json`]?.(),
  ]);
  return rows.map((row) => ({
    row: row.row,
    source: row.source,
    lesson: row.lesson,
    verdict: verdictOf(row.verdict),
    notes: texts?.[String(row.row)]?.notes ?? '',
    kafka: texts?.[String(row.row)]?.kafka ?? '',
  }));
}

const verdicts = ['right', 'incomplete', 'outdated', 'wrong', 'missing'] as const;

function verdictOf(text: string): Claim['verdict'] {
  return verdicts.find((verdict) => verdict === text) ?? 'missing';
}
