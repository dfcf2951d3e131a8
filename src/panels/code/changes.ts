/** What a change of the program's lines is as commands. */
import type { Command } from '../../contract/command.ts';
import type { ConsumerProgramSpec } from '../../contract/scenario.ts';
import type { CodeProgramRow } from './rows.ts';

/** Who commits: poll() by itself, a call of the loop, or nobody. */
export type Who = 'auto' | 'sync' | 'async' | 'async-then-sync' | 'none';

/** In the order of the buttons. */
export const whos: readonly Who[] = ['auto', 'sync', 'async', 'async-then-sync', 'none'];
/** Who can commit in a client of this library: the consumer of Kafka 0.8 had commitOffsets() alone, which waits. */
export function whosOf({ library }: CodeProgramRow): readonly Who[] {
  return library === 'scala-0.8' ? ['auto', 'sync', 'none'] : whos;
}

/** In the order of the buttons. */
export const whens: readonly CodeProgramRow['commitWhen'][] = ['before', 'after', 'each-record'];

/** Who commits now. */
export function whoCommits({ isAuto, commit }: CodeProgramRow): Who {
  return commit === 'none' && isAuto ? 'auto' : commit;
}

/** The commands that change who commits, or when. */
export function changesOf(
  program: CodeProgramRow,
  { who = whoCommits(program), when = program.commitWhen }: { readonly who?: Who; readonly when?: CodeProgramRow['commitWhen'] },
): readonly Command[] {
  const client = program.id;
  const isAuto = who === 'auto';
  const spec: ConsumerProgramSpec = { ...specOf(program), commit: isAuto ? 'none' : who, commitWhen: when };
  const change: Command = { kind: 'change-program', client, program: spec, processingMicrosPerRecord: null };
  if (isAuto === program.isAuto) return [change];
  return [
    change,
    {
      kind: 'configure-client',
      client,
      configs: { [program.library === 'scala-0.8' ? 'auto.commit.enable' : 'enable.auto.commit']: String(isAuto) },
    },
  ];
}

/** The program as a scenario's words say it. */
function specOf(program: CodeProgramRow): ConsumerProgramSpec {
  const { application, commit, commitWhen, commitEveryRecords, commitOffsets, retryAsync, retryAsyncMillis } = program;
  const { processing, onRevoked, sink, onException, poisonText, poisonFails, poisonTimes, poisonThen } = program;
  const own = { application, commit, commitWhen, commitEveryRecords, commitOffsets, retryAsync, retryAsyncMillis };
  const rest = { processing, onRevoked, sink, onException };
  if (poisonText === '') return { ...own, ...rest };
  const times = poisonTimes < 0 ? {} : { times: poisonTimes };
  return { ...own, ...rest, poison: { text: poisonText, fails: poisonFails, then: poisonThen, ...times } };
}
