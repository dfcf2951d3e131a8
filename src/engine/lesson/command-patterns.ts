import type { Command } from '../../contract/command.ts';
import type { CommandPattern } from '../../contract/lesson.ts';

/** Whether a command is of a kind that the lesson allows. Fields are reached with dots: `params.node`. */
export function isAllowed(command: Command, patterns: readonly CommandPattern[]): boolean {
  return patterns.some(
    ({ kind, where }) =>
      kind === command.kind && Object.entries(where ?? {}).every(([path, wanted]) => isWanted(fieldOf(command, path), wanted)),
  );
}

/** Whether two commands are the same, whatever the order of their fields. */
export function isSameCommand(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  const [a, b] = [Object.entries(one), new Map<string, unknown>(Object.entries(other))];
  return a.length === b.size && a.every(([key, value]) => b.has(key) && isSameCommand(value, b.get(key)));
}

function fieldOf(command: unknown, path: string): unknown {
  let value = command;
  // A config key has dots of its own: it is reached whole, after the field that holds it.
  for (let rest = path; rest !== '';) {
    if (typeof value !== 'object' || value === null) return undefined;
    const entries = new Map<string, unknown>(Object.entries(value));
    const dot = rest.indexOf('.');
    const key = dot < 0 || entries.has(rest) ? rest : rest.slice(0, dot);
    value = entries.get(key);
    rest = rest.slice(key.length + 1);
  }
  return value;
}

function isWanted(value: unknown, wanted: NonNullable<CommandPattern['where']>[string]): boolean {
  return Array.isArray(wanted) ? (wanted as readonly unknown[]).includes(value) : value === wanted;
}
