import type { ReactElement } from 'react';
import { useApp } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import { Button } from '../../design/Button.tsx';
import type { GroupRow, MemberRow } from './rows.ts';
import { useRows } from './tables.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** One more consumer like the first that is there. */
export function AddMember({ group }: { readonly group: GroupRow }): ReactElement | null {
  const { client } = useApp();
  const { t } = useWords();
  const members = useRows('group.members');
  const consumers = useRows('consumers');
  const taken = new Set([...members, ...consumers].map(({ id }) => id));
  const model = members.find(({ process }) => process !== 'gone');
  const name = [...letters].map((letter) => `${group.id}-${letter}`).find((each) => !taken.has(each));
  if (model === undefined || name === undefined) return null;
  return (
    <Button
      icon="plus"
      onClick={() => {
        void client.submit({ kind: 'add-consumer', consumer: likeness(model, name) });
      }}
    >
      {t('group.add', { name })}
    </Button>
  );
}

/** Settings that say who a client is, and not how it works. */
const ownConfigs: ReadonlySet<string> = new Set(['group.instance.id', 'client.id']);

function likeness(
  { configs, topics, processingMicros, library }: MemberRow,
  name: string,
): {
  readonly name: string;
  readonly library: MemberRow['library'];
  readonly subscribe: readonly string[];
  readonly configs: Readonly<Record<string, string>>;
  readonly processingMicrosPerRecord: number;
} {
  const pairs = configs.map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
  return {
    name,
    library,
    subscribe: topics,
    configs: Object.fromEntries(pairs.filter(([key]) => !ownConfigs.has(key))),
    processingMicrosPerRecord: processingMicros,
  };
}
