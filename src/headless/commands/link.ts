import { writeScenario } from '../../scenario/file.ts';
import { encodeLink, looksLikeLink } from '../../scenario/link.ts';
import { BadInput, parseArguments } from '../arguments.ts';
import type { Output } from '../output.ts';
import { readSource } from '../scenario-source.ts';

const usage = 'usage: link FILE|LINK|preset:NAME [--large] [--script]';

/** `link FILE` prints the fragment of a scenario's link; `link LINK` prints the scenario file that a link carries. */
export function link(argv: readonly string[], output: Output): number {
  const args = parseArguments(argv, { flags: ['large', 'script'], valued: [] });
  const [source] = args.words;
  if (source === undefined || args.words.length > 1) throw new BadInput(usage);
  const scenario = readSource(source, { isLarge: args.flag('large'), withScript: args.flag('script') });
  output.line(looksLikeLink(source) ? writeScenario(scenario).trimEnd() : `#${encodeLink(scenario)}`);
  return 0;
}
