import type { ReactElement } from 'react';
import { DifferenceMark } from '../../app/compare/marks.tsx';
import { useWords } from '../../app/words.ts';
import { OthersMenu } from '../../design/OthersMenu.tsx';
import { statesOf } from './names.ts';
import type { GroupRow } from './rows.ts';

interface HeadProps {
  readonly group: GroupRow;
  readonly groups: readonly GroupRow[];
  readonly choose: (group: string) => void;
}

/** Which group, how it divides partitions, who coordinates it, and where in its rebalance it is. */
export function Head({ group, groups, choose }: HeadProps): ReactElement {
  const words = useWords();
  const { t } = words;
  return (
    <header className="group-head">
      <h2>
        {t('group.title')} <span className="code">{group.id}</span>
        <DifferenceMark place="group" />
      </h2>
      <OthersMenu
        name={t('group.choose')}
        label={t('group.others', { count: groups.length - 1 })}
        choices={groups.map((each) => ({ ...each, consequence: t(`group.way-${each.way}`) }))}
        choose={choose}
      />
      <span className="small">
        {t(`group.way-${group.way}`)}
        {group.assignor === '' ? null : <span className="code"> {group.assignor}</span>}
      </span>
      <span className="small">
        {group.coordinator < 0
          ? t('group.no-coordinator', { partition: group.offsetsPartition })
          : t('group.coordinator', { broker: group.coordinator, partition: group.offsetsPartition })}
      </span>
      <span className="grow" />
      <States group={group} />
    </header>
  );
}

/** The states of the group in order; the one that it is in is marked, and while it is not at rest, it is now. */
function States({ group }: { readonly group: GroupRow }): ReactElement {
  const { t, code } = useWords();
  const known = statesOf(group);
  const states = group.state === '' || known.includes(group.state) ? known : [group.state, ...known];
  return (
    <ol className="group-states small" aria-label={t('group.state')}>
      {states.map((state) => (
        <li key={state} className={state === group.state ? (state === 'Stable' || state === 'Empty' ? 'is-at' : 'is-now') : ''}>
          <span className="code" aria-current={state === group.state ? 'step' : undefined} title={code('group.state', state)}>
            {state}
          </span>
        </li>
      ))}
    </ol>
  );
}
