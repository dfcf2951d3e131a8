/** The program in sentences, for people who listen. */
import { useWords } from '../../app/words.ts';
import { whoCommits } from './changes.ts';
import { nowWords } from './now-words.ts';
import { useRows } from './tables.ts';

/** Where its thread is, who commits and when. */
export function useDescription(): string {
  const words = useWords();
  const { t } = words;
  const [program] = useRows('code.program');
  if (program === undefined) return t('code.none');
  const who = whoCommits(program);
  const when = who === 'auto' || who === 'none' ? '' : t(`code.when-${program.commitWhen}`);
  const commits = `${t('code.who')}: ${[t(`code.who-${who}`), when].filter((part) => part !== '').join(', ')}`;
  // What it does is a whole sentence, with its stop.
  return [program.id, nowWords(program, words).replace(/[.。]$/u, ''), commits].join('. ');
}
