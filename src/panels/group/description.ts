/** The group in sentences, for people who listen. */
import { useWords } from '../../app/words.ts';
import { memberNote, memberRest } from './names.ts';
import { useRows } from './tables.ts';

/** Its state, then each member with what it has and what is worth saying of it. */
export function useDescription(): string {
  const words = useWords();
  const group = useRows('group.groups').find((each) => each.isShown);
  const members = useRows('group.members');
  if (group === undefined) return words.t('group.none');
  const { id, state, generation, memberCount, partitionCount } = group;
  const sentences = members.map((member) => {
    const note = memberNote(member, group, words);
    return [memberRest(member, note, words), note].filter((part) => part !== '').join(', ');
  });
  return [words.t('describe.group', { id, state, generation, members: memberCount, partitions: partitionCount }), ...sentences].join('. ');
}
