/** What must hold of whatever is opened: never a crash or a silent default, always a message with place and reason, in both languages. */
import type { Problem } from '../../contract/engine-api.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { problems as english } from '../../texts/en/problems.ts';
import { fill } from '../../texts/format.ts';
import { problems as chinese } from '../../texts/zh-Hans/problems.ts';
import { readScenario, writeScenario } from '../file.ts';
import { decodeLink, encodeLink } from '../link.ts';
import type { Hostile } from './hostile.ts';

/** Problems of the whole link or file; all others have a place in it. */
const ofTheWhole = /^(link-|file-|scenario-(not-a-scenario|wrong-type|newer)$)/;

/** What came of one: opened, or the code it was refused with, or what should not have happened. */
export type Verdict =
  { readonly kind: 'opened' } | { readonly kind: 'refused'; readonly code: string } | { readonly kind: 'wrong'; readonly why: string };

/** Opens it as the page would, and judges what came of it. */
export function judge({ kind, text, original }: Hostile): Verdict {
  try {
    const result = kind === 'link' ? decodeLink(text) : readScenario(text);
    if (!result.ok) return judgeProblem(result.problem);
    const why = kind === 'link' ? whyNotSame(result.value, original, text) : whyFilledIn(result.value, text);
    return why === null ? { kind: 'opened' } : { kind: 'wrong', why };
  } catch (error) {
    return { kind: 'wrong', why: `threw ${String(error)}` };
  }
}

function judgeProblem(problem: Problem): Verdict {
  const why = whyUnsayable(problem);
  return why === null ? { kind: 'refused', code: problem.code } : { kind: 'wrong', why };
}

/** Why a problem does not tell a person what is wrong and where, in both languages; null: it does. */
export function whyUnsayable({ code, params, where }: Problem): string | null {
  if (where === '' && !ofTheWhole.test(code)) return `${code} without a place`;
  for (const texts of [english, chinese] as readonly Readonly<Record<string, string>>[]) {
    const text = texts[`problem.${code}`];
    if (text === undefined) return `${code} has no text`;
    for (const [, name = ''] of text.matchAll(/\{(\w+)/g))
      if (!Object.hasOwn(params, name) && name !== 'where') return `${code} is not told ${name}`;
    if (fill(text, { ...params, where }).trim() === '') return `${code} says nothing`;
  }
  return null;
}

/** A damaged link opens as what it was or not at all; one that somebody built opens as what it carries itself. */
function whyNotSame(value: Scenario, original: Scenario, text: string): string | null {
  const again = decodeLink(encodeLink(value));
  if (!again.ok || writeScenario(again.value) !== writeScenario(value)) return 'does not survive being shared again';
  const isBuilt = encodeLink(original) !== encodeLink(value);
  return isBuilt && text.includes(encodeLink(original).slice(-40)) ? 'opened as something else' : null;
}

/** What a file does not say is not made up: written again, it says the same. */
function whyFilledIn(value: Scenario, text: string): string | null {
  const given: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
  return sorted(JSON.parse(writeScenario(value))) === sorted(given) ? null : 'opened as something that the file does not say';
}

function sorted(tree: unknown): string {
  return JSON.stringify(tree, (key, value: unknown) => {
    if (key === 'steps' && value === -1) return undefined;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
