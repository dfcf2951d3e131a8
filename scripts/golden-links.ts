// Golden links: a link of every kind of scenario in every format, kept for ever in `src/scenario/golden/<format>`. This writes those of the
// present format that are not there yet, and never touches one that is: links like it are out in the world.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scenario } from '../src/contract/scenario.ts';
import { readSource } from '../src/headless/scenario-source.ts';
import { fileEnding, writeScenario } from '../src/scenario/file.ts';
import { encodeLink } from '../src/scenario/link.ts';
import { currentFormat } from '../src/scenario/migrate.ts';
import { bareScenario, everyField, lessonWithActs, pageActs } from '../src/scenario/testing/examples.ts';

const folder = join(import.meta.dirname, '..', 'src', 'scenario', 'golden', String(currentFormat));
const preset = (name: string): Scenario => readSource(`preset:${name}`, { isLarge: false, withScript: true });
const golden: Readonly<Record<string, Scenario>> = {
  bare: bareScenario,
  'twelve-acts': lessonWithActs(12),
  'forty-acts': lessonWithActs(40),
  'forty-acts-of-a-page': pageActs(40),
  'forty-acts-of-a-page-coded': pageActs(40),
  'every-field': everyField,
  'every-field-coded': everyField,
  'one-record': preset('one-record'),
  'acked-and-lost': preset('acked-and-lost'),
  'follower-behind': preset('follower-behind'),
};

mkdirSync(folder, { recursive: true });
for (const [name, scenario] of Object.entries(golden)) {
  const link = join(folder, `${name}.link`);
  if (existsSync(link)) continue;
  writeFileSync(link, `${encodeLink(scenario)}\n`);
  writeFileSync(join(folder, name + fileEnding), writeScenario(scenario));
  console.log(`golden link ${String(currentFormat)}/${name}`);
}
