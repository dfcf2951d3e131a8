import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Scenario } from '../contract/scenario.ts';
import { defaultEnd, play } from '../headless/played.ts';
import { fileEnding, readScenario } from './file.ts';
import { decodeLink } from './link.ts';
import { currentFormat, migrate } from './migrate.ts';

const golden = join(import.meta.dirname, 'golden');
const formats = Array.from({ length: currentFormat }, (_, i) => String(i + 1));
const namesOf = (format: string): readonly string[] =>
  readdirSync(join(golden, format)).flatMap((file) => (file.endsWith('.link') ? [file.slice(0, -'.link'.length)] : []));

function checkRead(result: ReturnType<typeof decodeLink>): Scenario {
  if (!result.ok) throw new Error(`${result.problem.code} at ${result.problem.where}`);
  return result.value;
}

function digestOf({ expect: _promised, ...scenario }: Scenario): string {
  return play(scenario, { end: defaultEnd(scenario), recordsMax: 0, onEvent: null }).report.digest;
}

describe.each(formats)('links of format %s open for ever', (format) => {
  test('there are some of all kinds', () => {
    expect(namesOf(format)).toEqual(
      expect.arrayContaining([
        'bare',
        'every-field',
        'every-field-coded',
        'forty-acts',
        'forty-acts-of-a-page',
        'forty-acts-of-a-page-coded',
      ]),
    );
  });

  test.each(namesOf(format))('%s opens as what its file says, and plays to the same digest', (name) => {
    const linked = checkRead(decodeLink(readFileSync(join(golden, format, `${name}.link`), 'utf8')));
    const filed = checkRead(readScenario(readFileSync(join(golden, format, name + fileEnding), 'utf8')));
    expect(linked).toEqual(filed);
    expect(digestOf(linked)).toBe(digestOf(filed));
  });
});

test('golden links are in both codecs', () => {
  const codecs = namesOf('1').map((name) => readFileSync(join(golden, '1', `${name}.link`), 'utf8').slice(0, 4));
  expect([...new Set(codecs)].sort()).toEqual(['1.c.', '1.d.']);
});

test('no golden link is of a format that nobody writes', () => {
  expect(readdirSync(golden).sort()).toEqual(formats);
  expect(existsSync(join(golden, '1', 'bare.link'))).toBe(true);
});

test('an old format is raised step by step, each step seeing what the one before made', () => {
  const steps = new Map<number, (raw: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>>([
    [1, (raw: Readonly<Record<string, unknown>>) => ({ ...raw, format: 2, name: raw['title'] })],
    [2, (raw: Readonly<Record<string, unknown>>) => ({ format: 3, label: raw['name'] })],
  ]);
  expect(migrate({ format: 1, title: 'x' }, { steps, newest: 3 })).toEqual({ ok: true, value: { format: 3, label: 'x' } });
  expect(migrate({ format: 3, label: 'x' }, { steps, newest: 3 })).toEqual({ ok: true, value: { format: 3, label: 'x' } });
  expect(migrate({ format: 4 }, { steps, newest: 3 })).toMatchObject({ ok: false, problem: { code: 'scenario-newer' } });
  expect(() => migrate({ format: 1 }, { steps: new Map(), newest: 2 })).toThrow('no step from format 1');
});
