import type { Words } from '../../app/words.ts';
import { currentPart } from './program-text.ts';
import type { CodeProgramRow } from './rows.ts';

/** The line that is lit, as a sentence. */
export function nowWords(program: CodeProgramRow, { t }: Words): string {
  const { library, process, step, partition, offset, doneCount, inHandCount, endedBy, commit, place } = program;
  if (process === 'down') return t('code.now-down');
  if (process === 'paused') return t('code.now-paused');
  switch (step) {
    case 'waitingToStart':
      return t('code.now-starting');
    case 'polling':
      return t(library === 'scala-0.8' ? 'code.now-stream' : 'code.now-polling');
    case 'processing':
      return inHandCount === 0
        ? t('code.now-processing-nothing')
        : t('code.now-processing', { partition, offset, number: Math.min(doneCount + 1, inHandCount), count: inHandCount });
    case 'committing':
      return t(
        isAsked(program) ? 'code.now-committing-asked' : place === 'before-close' ? 'code.now-committing-last' : 'code.now-committing',
        { commit },
      );
    case 'pausing':
      return t('code.now-pausing');
    case 'closing':
      return t('code.now-closing');
    case 'ended':
      return endedBy === '' ? t('code.now-ended') : t('code.now-failed', { exception: endedBy });
  }
}

/** It waits in a commit that its own lines do not have: a person asked for it. */
function isAsked(program: CodeProgramRow): boolean {
  return currentPart(program) === 'commit-after' && (program.commit === 'none' || program.commitWhen !== 'after');
}
