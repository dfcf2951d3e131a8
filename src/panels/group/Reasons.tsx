import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import type { GroupRow, ReasonRow } from './rows.ts';
import { useRows } from './tables.ts';

const mostMembers = 8;

/** How the assignor came to its division: its arithmetic, and who has how many. */
export function Reasons({ group }: { readonly group: GroupRow }): ReactElement | null {
  const { t, code } = useWords();
  const reasons = useRows('group.reasons');
  const [first] = reasons;
  if (first === undefined) return null;
  return (
    <>
      <h2>{t('group.divided')}</h2>
      {reasons.slice(0, 2).map((reason) => (
        <Division key={reason.id} reason={reason} isAtRest={group.state === 'Stable'} />
      ))}
      <p className="small ink-2">{code('group.rule', first.assignor)}</p>
      {group.type === 'consumer' && group.assignmentEpoch < group.generation ? <p className="small">{t('group.target-behind')}</p> : null}
    </>
  );
}

function Division({ reason, isAtRest }: { readonly reason: ReasonRow; readonly isAtRest: boolean }): ReactElement {
  const { t } = useWords();
  const { id, partitionCount, members, counts, keptCounts } = reason;
  const each = members.length === 0 ? 0 : Math.floor(partitionCount / members.length);
  const rest = members.length === 0 ? 0 : partitionCount % members.length;
  return (
    <>
      <p className="small">
        <span className="code">{id}</span> {t('group.division', { partitions: partitionCount, members: members.length, each, rest })}
      </p>
      <table className="division small">
        <tbody>
          {members.slice(0, mostMembers).map((name, index) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="code">{counts[index] ?? 0}</td>
              <td className="ink-2 tick">
                {counts[index] === 0 && isAtRest
                  ? t('group.idle')
                  : t('group.kept', { kept: keptCounts[index] ?? 0, count: (counts[index] ?? 0) - (keptCounts[index] ?? 0) })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
