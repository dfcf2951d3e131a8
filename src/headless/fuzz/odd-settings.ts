/** The product's scenarios with settings as only a curious person gives them, each from a number: the same number gives the same one. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Scenario } from '../../contract/scenario.ts';
import { configDefs } from '../../engine/kafka/config/definitions.ts';
import { Kernel } from '../../engine/kernel/kernel.ts';
import { clusterConfigProblem } from '../../engine/session/config-check.ts';
import { scenarioKnowledge } from '../../engine/session/scenario-knowledge.ts';
import { Numbers } from '../../scenario/fuzz/damage.ts';
import { checkScenario } from '../../scenario/read-scenario.ts';
import { play } from '../played.ts';

/** A scenario, and what is odd about it. */
export interface OddScenario {
  readonly how: string;
  readonly scenario: Scenario;
}

/** What came of one: played without a fault, refused with a code, or what should not have happened. */
export type OddVerdict =
  { readonly kind: 'played' } | { readonly kind: 'refused'; readonly code: string } | { readonly kind: 'wrong'; readonly why: string };

const home = join(import.meta.dirname, '../../presets');
const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(home, ...path), 'utf8'));
const scripted = new Set(readdirSync(join(home, 'scripts')));

/** The presets, and each with what its script does. */
const originals: readonly Scenario[] = readdirSync(home)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => {
    const { expect: _, ...preset } = read(name) as Scenario;
    if (!scripted.has(name)) return [preset];
    return [preset, { ...preset, commands: [...preset.commands, ...(read('scripts', name) as Scenario['commands'])] }];
  });

const numbers = [-1, 0, 1, 2, 3, 5, 10, 14, 50, 100, 101, 128, 500, 1000, 1024, 5000, 65_536, 1_000_000, 2 ** 31 - 1] as const;

type Holder = Record<string, unknown> & { configs?: Record<string, string> };

/** One of the presets with one to three settings that it did not have. */
export function oddScenario(number: number): OddScenario {
  const random = new Numbers(number);
  const scenario = structuredClone(random.of(originals));
  const how: string[] = [];
  for (let left = 1 + random.below(3); left > 0; left--) {
    how.push(random.below(3) === 0 ? oddNumber(scenario, random) : oddConfig(scenario, random));
  }
  return { how: `${scenario.title}: ${how.join(', ')}`, scenario };
}

function oddConfig({ cluster }: Scenario, random: Numbers): string {
  const scope = random.of(['broker', 'topic', 'producer', 'consumer'] as const);
  const { brokers, topics, producers, consumers } = cluster;
  const holders: readonly object[] = { broker: [cluster, ...brokers], topic: topics, producer: producers, consumer: consumers }[scope];
  const { name, defaultText } = random.of(configDefs[scope].keys);
  const value = random.of([...numbers.map(String), 'true', 'false', defaultText ?? '']);
  if (holders.length > 0) {
    const holder = random.of(holders) as Holder;
    holder.configs = { ...holder.configs, [name]: value };
  }
  return `${scope} ${name}=${value}`;
}

/** Some number of the cluster or the commands, which is another one now. */
function oddNumber({ cluster, commands }: Scenario, random: Numbers): string {
  const places: { readonly holder: Record<string, unknown>; readonly key: string }[] = [];
  const look = (value: object): void => {
    for (const [key, inside] of Object.entries(value)) {
      if (typeof inside === 'number') places.push({ holder: value as Record<string, unknown>, key });
      else if (typeof inside === 'object' && inside !== null) look(inside as object);
    }
  };
  look({ cluster, commands });
  const { holder, key } = random.of(places);
  holder[key] = random.of(numbers);
  return `${key}=${String(holder[key])}`;
}

const playedSteps = 3000;
/** A cluster's start and what is played take a fraction of it. */
const mostSteps = 200_000;

/** Opens it as the page does and plays it for a while, with every invariant looked at. */
export function judgeOdd({ scenario }: OddScenario): OddVerdict {
  const checked = checkScenario(scenario, { knowledge: scenarioKnowledge });
  if (!checked.ok) return { kind: 'refused', code: checked.problems[0]?.code ?? '' };
  const problem = clusterConfigProblem(checked.value.cluster);
  if (problem !== null) return { kind: 'wrong', why: `the engine refuses what its reader takes: ${problem.where}` };
  const { step } = Kernel.prototype;
  let stepCount = 0;
  // A clock that stands still is a fault that would not end by itself.
  Kernel.prototype.step = function counted(this: Kernel): boolean {
    if (++stepCount > mostSteps) throw new Error(`after ${String(mostSteps)} steps it is ${String(this.nowMicros)}`);
    return step.call(this);
  };
  try {
    const { report } = play(checked.value, { end: { kind: 'steps', count: playedSteps }, recordsMax: 0, onEvent: null });
    const [broken] = report.violatedInvariants ?? [];
    return broken === undefined ? { kind: 'played' } : { kind: 'wrong', why: `${broken.id} does not hold: ${broken.detail}` };
  } catch (error) {
    return { kind: 'wrong', why: `threw ${error instanceof Error ? (error.stack ?? '').slice(0, 600) : String(error)}` };
  } finally {
    Kernel.prototype.step = step;
  }
}
