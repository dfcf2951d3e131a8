/** The one door through which a scenario comes in, whatever carried it. */
import type { Problem, Result } from '../contract/engine-api.ts';
import type { Scenario } from '../contract/scenario.ts';
import { inconsistencies } from './consistency.ts';
import type { ScenarioKnowledge } from './consistency.ts';
import { pageLimits } from './limits.ts';
import type { ScenarioLimits } from './limits.ts';
import { migrate } from './migrate.ts';
import { problemsOfIssue } from './problems.ts';
import { reservedKeys } from './reserved-keys.ts';
import { scenarioSchema } from './schema.ts';

/** How strictly to read. */
export interface ReadOptions {
  readonly limits?: ScenarioLimits;
  readonly knowledge?: ScenarioKnowledge;
}

/** A scenario, or everything that is wrong with it, in reading order. */
export type Checked = { readonly ok: true; readonly value: Scenario } | { readonly ok: false; readonly problems: readonly Problem[] };

/** Checks parsed JSON of any known format and returns a scenario of the newest one. Never throws, never fills in what is wrong. */
export function checkScenario(raw: unknown, options: ReadOptions = {}): Checked {
  const migrated = migrate(raw);
  if (!migrated.ok) return { ok: false, problems: [migrated.problem] };
  const reserved = reservedKeys(migrated.value);
  if (reserved.length > 0) return { ok: false, problems: reserved };
  const parsed = scenarioSchema.safeParse(migrated.value, { reportInput: true });
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.flatMap((issue) => problemsOfIssue(issue)) };
  const value: Scenario = parsed.data;
  const problems = inconsistencies(value, options.limits ?? pageLimits, options.knowledge ?? {});
  return problems.length === 0 ? { ok: true, value } : { ok: false, problems };
}

/** The same with the first problem alone, as pages show it. */
export function readRawScenario(raw: unknown, options: ReadOptions = {}): Result<Scenario> {
  const checked = checkScenario(raw, options);
  if (checked.ok) return checked;
  const [first] = checked.problems;
  return { ok: false, problem: first ?? { code: 'scenario-not-a-scenario', params: {}, where: '' } };
}
