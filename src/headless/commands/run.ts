import { exportDisks } from '../export-disks.ts';
import { BadInput, countOption, parseArguments } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import type { Output } from '../output.ts';
import { defaultEnd, play } from '../played.ts';
import type { RunEnd } from '../played.ts';
import { reportLines } from '../report-lines.ts';
import { problemText, readSource } from '../scenario-source.ts';

const usage =
  'usage: run FILE|LINK|preset:NAME [--until MS | --steps N] [--json] [--events] [--records N] [--export DIR] [--script] [--large]';
const microsPerMilli = 1000;
const defaultRecordsMax = 10_000;

/**
 * `run FILE|LINK|preset:NAME`: plays a scenario without a browser and prints what is true at the end (docs/HEADLESS.md).
 * Exit status 1 when a promised digest or an invariant does not hold, 2 for a scenario that cannot be read.
 */
export function run(argv: readonly string[], output: Output): number {
  const args = parseArguments(argv, { flags: ['json', 'events', 'script', 'large'], valued: ['until', 'steps', 'records', 'export'] });
  const [source] = args.words;
  if (source === undefined || args.words.length > 1) throw new BadInput(usage);
  const scenario = readSource(source, { isLarge: args.flag('large'), withScript: args.flag('script') });
  const { report, world, refusals, expectation } = play(scenario, {
    end: endOf(args) ?? defaultEnd(scenario),
    recordsMax: countOption(args, 'records', { min: 0, otherwise: defaultRecordsMax }),
    onEvent: args.flag('events')
      ? (event) => {
          output.line(JSON.stringify(event));
        }
      : null,
  });
  const directory = args.value('export');
  if (directory !== null) exportDisks(world, directory);
  if (args.flag('json')) output.line(JSON.stringify(report));
  else if (!args.flag('events')) for (const line of reportLines(report)) output.line(line);
  for (const { index, problem } of refusals) output.problem(`commands[${String(index)}] was refused: ${problemText(problem)}`);
  for (const { id, detail } of report.violatedInvariants ?? []) output.problem(`invariant ${id} does not hold: ${detail}`);
  const isAsPromised = expectation === null || expectation.expected === expectation.actual;
  if (!isAsPromised) output.problem(`the digest is ${expectation.actual}; the scenario promises ${expectation.expected}`);
  return isAsPromised && (report.violatedInvariants ?? []).length === 0 ? 0 : 1;
}

function endOf(args: Arguments): RunEnd | null {
  const isTime = args.value('until') !== null;
  const isSteps = args.value('steps') !== null;
  if (isTime && isSteps) throw new BadInput('either --until or --steps');
  if (isTime) return { kind: 'time', micros: countOption(args, 'until', { min: 0, otherwise: 0 }) * microsPerMilli };
  return isSteps ? { kind: 'steps', count: countOption(args, 'steps', { min: 0, otherwise: 0 }) } : null;
}
