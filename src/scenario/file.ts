/** Scenario files: JSON that a person can read and write, `name.kafkascope.json`. */
import type { Result } from '../contract/engine-api.ts';
import type { Scenario } from '../contract/scenario.ts';
import { scenarioBytesMax } from './limits.ts';
import { problem } from './problems.ts';
import type { SharingProblem } from './problems.ts';
import { checkScenario } from './read-scenario.ts';
import type { Checked, ReadOptions } from './read-scenario.ts';

/** How the names of scenario files end. */
export const fileEnding = '.kafkascope.json';

/** The text of a scenario file, ended by a line feed. A position that is a time alone is written without steps. */
export function writeScenario(scenario: Scenario): string {
  return `${JSON.stringify(scenario, (key, value: unknown) => (key === 'steps' && value === -1 ? undefined : value), 2)}\n`;
}

/** Reads the text of a scenario file, with everything that is wrong with it. Never throws. */
export function checkScenarioText(text: string, options: ReadOptions = {}, bytesMax = scenarioBytesMax): Checked {
  // UTF-16 units are never more than UTF-8 bytes, so a text within the limit is looked at, and a larger one is not parsed.
  if (text.length > bytesMax) return refused(problem('file-too-large', '', { maximum: bytesMax / 1024 }));
  let raw: unknown;
  try {
    // A byte order mark is no JSON, but some editors write one.
    raw = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return refused(problem('file-not-json', '', { detail: error instanceof Error ? error.message : '' }));
  }
  return checkScenario(raw, options);
}

/** The same with the first problem alone, as pages show it. */
export function readScenario(text: string, options: ReadOptions = {}): Result<Scenario> {
  const checked = checkScenarioText(text, options);
  if (checked.ok) return checked;
  const [first = problem('scenario-not-a-scenario', '')] = checked.problems;
  return { ok: false, problem: first };
}

/** A name for the file of a scenario: its title without what file systems dislike. */
export function fileNameOf(title: string): string {
  const stem = title
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${stem === '' ? 'scenario' : stem}${fileEnding}`;
}

function refused(...problems: readonly SharingProblem[]): Checked {
  return { ok: false, problems };
}
