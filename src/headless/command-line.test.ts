import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommandLine } from './command-line.ts';
import { recordingOutput } from './output.ts';

/** A row whose answer depends on Kafka's rule alone: an empty cache knows no epoch. */
const emptyCache = {
  id: 'empty',
  input: { checkpoint: null, steps: [], logEndOffset: 0, askEpochs: [-1, 0], askOffsets: [0] },
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headless-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function play(...words: string[]) {
  const output = recordingOutput();
  const status = await runCommandLine(words, output);
  return { status, lines: output.lines, problems: output.problems };
}

function writeRows(name: string, ...rows: readonly object[]): string {
  const path = join(folder, name);
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}

describe('answer', () => {
  test('never reads what is expected, and reads gzip as well as plain text', async () => {
    const asked = await play('answer', 'leader-epoch-cache', writeRows('a.jsonl', emptyCache));
    const misled = await play('answer', 'leader-epoch-cache', writeRows('b.jsonl.gz', { ...emptyCache, expected: { wrong: true } }));
    expect(asked).toMatchObject({ status: 0, problems: [] });
    expect(misled.lines).toEqual(asked.lines);
    expect(JSON.parse(asked.lines[0] ?? '')).toMatchObject({ id: 'empty', expected: { latestEpoch: null } });
  });

  test('a kind that the engine does not know is answered as unsupported', async () => {
    const { status, lines } = await play('answer', 'no-such-kind', writeRows('a.jsonl', emptyCache));
    expect(status).toBe(0);
    expect(JSON.parse(lines[0] ?? '')).toEqual({ id: 'empty', expected: { unsupported: 'no adapter for no-such-kind' } });
  });
});

describe('conform', () => {
  test('an answer compared with itself is equal; a changed one is shown with its path', async () => {
    const { lines } = await play('answer', 'leader-epoch-cache', writeRows('a.jsonl', emptyCache));
    const recorded = JSON.parse(lines[0] ?? '') as { readonly expected: object };
    const right = { ...emptyCache, expected: recorded.expected };
    const wrong = { ...emptyCache, id: 'changed', expected: { ...recorded.expected, latestEpoch: 7 } };
    expect(await play('conform', 'leader-epoch-cache', writeRows('right.jsonl', right))).toMatchObject({
      status: 0,
      lines: ['leader-epoch-cache: rows 1, equal 1, unsupported 0, different 0'],
    });
    const both = await play('conform', 'leader-epoch-cache', writeRows('both.jsonl', right, wrong), '--all');
    expect(both.status).toBe(1);
    expect(both.lines[0]).toBe('leader-epoch-cache: rows 2, equal 1, unsupported 0, different 1');
    expect(both.lines.at(-1)).toBe('different changed at latestEpoch');
  });
});

describe('bad input ends with status 2 and says why', () => {
  test.each([
    [['fly'], /^unknown command fly/],
    [[], /^usage/],
    [['conform', 'leader-epoch-cache'], /^usage: conform/],
    [['conform', 'leader-epoch-cache', 'nowhere.jsonl'], /^no such file/],
    [['conform', 'leader-epoch-cache', 'nowhere.jsonl', '--fast'], /^unknown option --fast/],
    [['conform', 'leader-epoch-cache', 'nowhere.jsonl', '--limit', '-1'], /^--limit takes a whole number/],
  ])('%j', async (words, problem) => {
    const { status, problems } = await play(...words);
    expect(status).toBe(2);
    expect(problems.join('\n')).toMatch(problem);
  });
});
