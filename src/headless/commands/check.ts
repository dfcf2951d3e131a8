import { BadInput, parseArguments } from '../arguments.ts';
import { checkLessons } from './check-lessons.ts';
import type { Output } from '../output.ts';
import { findLessons } from '../lesson-source.ts';
import { defaultEnd, play } from '../played.ts';
import { checkSource, problemText } from '../scenario-source.ts';

const usage = 'usage: check FILE|LINK|FOLDER|preset:NAME [--json] [--large]';

/**
 * `check FILE`: says everything that is wrong with a scenario, with path and reason; then plays it, a preset with its script, and says
 * which commands could not be given and whether the promised digest holds.
 * A lesson, or a folder of lessons, is checked and played instead (check-lessons.ts).
 * Exit status 0 good, 1 it does not play as it says, 2 it is not a scenario.
 */
export function check(argv: readonly string[], output: Output): number {
  const args = parseArguments(argv, { flags: ['json', 'large'], valued: [] });
  const [source] = args.words;
  if (source === undefined || args.words.length > 1) throw new BadInput(usage);
  const lessons = findLessons(source);
  if (lessons !== null) return checkLessons(lessons, args.flag('json'), output);
  const checked = checkSource(source, { isLarge: args.flag('large'), withScript: true });
  if (!checked.ok) {
    if (args.flag('json')) output.line(JSON.stringify({ isGood: false, problems: checked.problems }));
    else for (const problem of checked.problems) output.problem(problemText(problem));
    return 2;
  }
  const { report, refusals, expectation } = play(checked.value, { end: defaultEnd(checked.value), recordsMax: 0, onEvent: null });
  const problems = refusals.map(({ index, problem }) => ({ ...problem, where: `commands[${String(index)}].command` }));
  const isAsPromised = expectation === null || expectation.expected === expectation.actual;
  const isGood = problems.length === 0 && isAsPromised && (report.violatedInvariants ?? []).length === 0;
  if (args.flag('json')) {
    output.line(JSON.stringify({ isGood, problems, expectation, violatedInvariants: report.violatedInvariants, digest: report.digest }));
    return isGood ? 0 : 1;
  }
  for (const problem of problems) output.problem(`${problem.where} was refused when its time came: ${problemText(problem)}`);
  if (!isAsPromised) output.problem(`the digest is ${expectation.actual}; the scenario promises ${expectation.expected}`);
  for (const { id, detail } of report.violatedInvariants ?? []) output.problem(`invariant ${id} does not hold: ${detail}`);
  if (isGood) output.line(`good: ${checked.value.title}, ${String(checked.value.commands.length)} commands, digest ${report.digest}`);
  return isGood ? 0 : 1;
}
