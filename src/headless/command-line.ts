import { BadInput } from './arguments.ts';
import type { Output } from './output.ts';

/** A command: takes the words after its name and returns the exit status. */
type Command = (argv: readonly string[], output: Output) => number | Promise<number>;

/** Loaded only when asked for, so that one command never waits for, or breaks on, another's code. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  answer: async () => (await import('./commands/answer.ts')).answer,
  conform: async () => (await import('./commands/conform.ts')).conform,
  run: async () => (await import('./commands/run.ts')).run,
  check: async () => (await import('./commands/check.ts')).check,
  link: async () => (await import('./commands/link.ts')).link,
};

const usage = `usage: npm run -s headless -- COMMAND …
  run SOURCE          play a scenario and print what is true at the end
                      [--until MS | --steps N] [--json] [--events] [--records N] [--script] [--large]
  check SOURCE        say what is wrong with a scenario, and play it; a lesson or a folder of lessons is solved in every way it names
                      [--json] [--large]
  link SOURCE         print a scenario's link, or the scenario that a link carries [--script] [--large]
  answer KIND FILE    print {"id", "expected"} for each row of a golden file, as our engine computes it [--id ID]
  conform KIND FILE   compare our answers with what real Kafka answered [--json] [--all] [--id ID] [--limit N] [--paths N]
SOURCE: a scenario file, a link, or preset:NAME
exit status: 0 good, 1 a check failed, 2 bad input`;

/** Runs one command line and returns its SOURCE: a scenario file, a link, or preset:NAME
exit status: 0 good, 1 a check failed, 2 bad input. */
export async function runCommandLine(argv: readonly string[], output: Output): Promise<number> {
  const [name = '', ...rest] = argv;
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    output.problem(name === '' ? usage : `unknown command ${name}\n${usage}`);
    return 2;
  }
  try {
    const command = await load();
    return await command(rest, output);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    output.problem(error.message);
    return 2;
  }
}
