/** The command line taken apart: positional words, `--name value` and `--name`. */
export interface Arguments {
  readonly words: readonly string[];
  flag(name: string): boolean;
  value(name: string): string | null;
}

/** Bad input at the command line or in a file: printed for the person who typed it, exit status 2. */
export class BadInput extends Error {}

/** Takes a command line apart. `valued` names the options that are followed by a value; an unknown option is bad input. */
export function parseArguments(
  argv: readonly string[],
  options: { readonly flags: readonly string[]; readonly valued: readonly string[] },
): Arguments {
  const words: string[] = [];
  const flags = new Set<string>();
  const values = new Map<string, string>();
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (!word.startsWith('--')) {
      words.push(word);
      continue;
    }
    const [name = '', inline] = splitOnce(word.slice(2));
    if (options.flags.includes(name) && inline === undefined) flags.add(name);
    else if (options.valued.includes(name)) values.set(name, inline ?? valueAfter(argv, i++, name));
    else throw new BadInput(`unknown option --${name}`);
  }
  return { words, flag: (name) => flags.has(name), value: (name) => values.get(name) ?? null };
}

/** A whole number of at least `min`, or `otherwise` when the option was not given. */
export function countOption(args: Arguments, name: string, bounds: { readonly min: number; readonly otherwise: number }): number {
  const text = args.value(name);
  if (text === null) return bounds.otherwise;
  const count = Number(text);
  const isGood = Number.isSafeInteger(count) && count >= bounds.min;
  if (!isGood) throw new BadInput(`--${name} takes a whole number of at least ${String(bounds.min)}`);
  return count;
}

function splitOnce(text: string): [string, string?] {
  const at = text.indexOf('=');
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function valueAfter(argv: readonly string[], index: number, name: string): string {
  const value = argv[index + 1];
  if (value === undefined) throw new BadInput(`--${name} takes a value`);
  return value;
}
