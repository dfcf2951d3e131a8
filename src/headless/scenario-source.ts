/** Where a scenario comes from on the command line: a file, a link, or one of the presets. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import type { Problem } from '../contract/engine-api.ts';
import type { Scenario } from '../contract/scenario.ts';
import { scenarioKnowledge } from '../engine/session/scenario-knowledge.ts';
import { checkScenarioText } from '../scenario/file.ts';
import { largeLimits, pageLimits } from '../scenario/limits.ts';
import { decodeLink, looksLikeLink } from '../scenario/link.ts';
import type { Checked, ReadOptions } from '../scenario/read-scenario.ts';
import { problems as texts } from '../texts/en/problems.ts';
import { fill } from '../texts/format.ts';
import { BadInput } from './arguments.ts';

/** A file that the command line may read when large clusters are asked for: 64 MB. */
const largeFileBytesMax = 64 * 1024 * 1024;

/** How to look at the source. */
export interface SourceOptions {
  /** Clusters larger than a page can show are allowed. */
  readonly isLarge: boolean;
  /** A preset's own solution is played too. */
  readonly withScript: boolean;
}

/** Reads a file, a link or `preset:NAME`, with everything that is wrong with it. */
export function checkSource(source: string, { isLarge, withScript }: SourceOptions): Checked {
  const options: ReadOptions = { limits: isLarge ? largeLimits : pageLimits, knowledge: scenarioKnowledge };
  if (source.startsWith('preset:')) return checkScenarioText(presetText(source.slice('preset:'.length), withScript), options);
  if (looksLikeLink(source)) {
    const decoded = decodeLink(source, options);
    return decoded.ok ? decoded : { ok: false, problems: [decoded.problem] };
  }
  if (!existsSync(source)) throw new BadInput(`no such file: ${source}`);
  return checkScenarioText(readFileSync(source, 'utf8'), options, isLarge ? largeFileBytesMax : undefined);
}

/** The scenario of a source; anything wrong with it is bad input. */
export function readSource(source: string, options: SourceOptions): Scenario {
  const checked = checkSource(source, options);
  if (checked.ok) return checked.value;
  throw new BadInput(checked.problems.map((problem) => problemText(problem)).join('\n'));
}

/** A problem in words, with its code for machines. */
export function problemText({ code, params, where }: Problem): string {
  const known: Readonly<Record<string, string>> = texts;
  const text = known[`problem.${code}`];
  return text === undefined
    ? `${code}${where === '' ? '' : ` at ${where}`} ${JSON.stringify(params)}`
    : `${fill(text, { ...params, where })} [${code}]`;
}

/** Presets are scenario files; beside them lies a script for each, what a learner would do. */
const presetFolder = new URL('../presets/', import.meta.url);

/** The texts of a preset and of its script, joined when the script is wanted. */
function presetText(name: string, withScript: boolean): string {
  const names = readdirSync(presetFolder).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : []));
  if (!names.includes(name)) throw new BadInput(`no preset ${name}: there are ${names.join(', ')}`);
  const text = readFileSync(new URL(`${name}.json`, presetFolder), 'utf8');
  if (!withScript) return text;
  const scenario = JSON.parse(text) as { readonly commands: readonly unknown[] };
  const script = JSON.parse(readFileSync(new URL(`scripts/${name}.json`, presetFolder), 'utf8')) as readonly unknown[];
  return JSON.stringify({ ...scenario, commands: [...scenario.commands, ...script] });
}
