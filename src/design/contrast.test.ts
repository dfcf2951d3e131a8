/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contrast, themesOf } from './contrast.ts';

const themes = themesOf(readFileSync(join(process.cwd(), 'src/design/tokens.css'), 'utf8'));
const text = ['ink', 'ink-2', 'ink-3', 'leader', 'insync', 'outsync', 'elr', 'offline', 'loss', 'ghost', 'focus'];

function colorOf(theme: string, token: string): string {
  const color = themes.get(theme)?.get(token);
  if (color === undefined) throw new Error(`theme ${theme} has no colour ${token}`);
  return color;
}

test('there are four themes', () => {
  expect([...themes.keys()]).toEqual(['light', 'dark', 'contrast', 'projector']);
});

describe.each(['light', 'dark', 'contrast', 'projector'])('%s', (theme) => {
  test.each(text)('%s can be read on paper, on a machine and on a sheet (4.5:1)', (token) => {
    for (const ground of ['paper', 'lane', 'raised']) {
      expect(contrast(colorOf(theme, token), colorOf(theme, ground)), `${token} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('thin lines that carry meaning are seen (3:1)', () => {
    for (const ground of ['paper', 'lane']) expect(contrast(colorOf(theme, 'edge'), colorOf(theme, ground))).toBeGreaterThanOrEqual(3);
  });

  test('text on yellow, on the leader and on every key can be read', () => {
    expect(contrast(colorOf(theme, 'now-ink'), colorOf(theme, 'now'))).toBeGreaterThanOrEqual(7);
    expect(contrast(colorOf(theme, 'leader-ink'), colorOf(theme, 'leader'))).toBeGreaterThanOrEqual(4.5);
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f', 'none'])
      expect(contrast(colorOf(theme, 'key-ink'), colorOf(theme, `key-${key}`))).toBeGreaterThanOrEqual(4.5);
  });

  test('each state can be read on its own wash', () => {
    for (const state of ['leader', 'insync', 'outsync', 'elr', 'offline', 'loss']) {
      expect(contrast(colorOf(theme, state), colorOf(theme, `${state}-wash`)), state).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('yellow has an edge that is seen', () => {
    expect(contrast(colorOf(theme, 'now-edge'), colorOf(theme, 'paper'))).toBeGreaterThanOrEqual(4.5);
  });
});
