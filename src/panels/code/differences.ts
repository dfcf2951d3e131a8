/** What differs in a consumer's program between two histories at one time, read off their rows. */
import { DifferenceList } from '../../app/compare/difference-list.ts';
import type { FoundDifference } from '../../app/compare/difference-list.ts';
import { whoCommits } from './changes.ts';
import type { CodeProgramRow } from './rows.ts';

/** A difference of the program. */
export type CodeDifference = FoundDifference<'who-commits' | 'when-commits' | 'config' | 'program-process' | 'program-now' | 'exception'>;

/** How the program is written first, then where its thread is. */
export function codeDifferences(here: CodeProgramRow | undefined, there: CodeProgramRow | undefined): readonly CodeDifference[] {
  const list = new DifferenceList<CodeDifference['kind']>();
  if (here === undefined || here.id !== there?.id) return [];
  const [who, otherWho] = [whoCommits(here), whoCommits(there)];
  list.add('who-commits', { place: 'choices' }, who, otherWho);
  list.add('when-commits', { place: 'choices' }, whenOf(here, who), whenOf(there, otherWho));
  const [configs, others] = [configsOf(here), configsOf(there)];
  for (const key of new Set([...configs.keys(), ...others.keys()]))
    list.add('config', { place: 'line:new', params: { key } }, configs.get(key) ?? '', others.get(key) ?? '');
  list.add('program-process', { place: 'now' }, here.process, there.process);
  list.add('program-now', { place: 'now' }, stepOf(here), stepOf(there));
  list.add('exception', { place: 'now' }, here.exception, there.exception);
  return list.found;
}

function whenOf({ commitWhen }: CodeProgramRow, who: ReturnType<typeof whoCommits>): string {
  return who === 'auto' || who === 'none' ? '' : commitWhen;
}

function configsOf({ configs }: CodeProgramRow): ReadonlyMap<string, string> {
  return new Map(configs.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

/** The step, and while it works on a record, on which. */
function stepOf({ process, step, partition, offset }: CodeProgramRow): string {
  if (process === 'down') return '';
  return step === 'processing' && partition !== '' ? `${step} ${partition} ${String(offset)}` : step;
}
