import { useContext } from 'react';
import type { ReactElement } from 'react';
import { useActs } from '../../app/acts.ts';
import { DifferenceMark } from '../../app/compare/marks.tsx';
import { SideContext, useSession } from '../../app/context.ts';
import { objectKey } from '../../app/objects.ts';
import { useWords } from '../../app/words.ts';
import type { Lane, LaneLayout } from './layout.ts';
import { isTrouble, memberNote, memberRest, printPartitionSeconds, stateWords } from './names.ts';
import type { GroupRow, MemberRow } from './rows.ts';
import { useRows } from './tables.ts';

/** The names of members beside their lanes: what each is, and what can be done to it. */
export function LaneHeads({ layout }: { readonly layout: LaneLayout }): ReactElement {
  const members = useRows('group.members');
  const groups = useRows('group.groups');
  const group = groups.find((each) => each.isShown);
  return (
    <>
      {layout.lanes.map((lane, index) => {
        const member = members.find(({ id }) => id === lane.name);
        return member === undefined ? (
          <NobodyHead key="nobody" lane={lane} layout={layout} group={group} />
        ) : (
          <MemberHead key={lane.name} member={member} group={group} lane={lane} layout={layout} isFirst={index === 0} />
        );
      })}
    </>
  );
}

interface MemberHeadProps {
  readonly member: MemberRow;
  readonly group: GroupRow | undefined;
  readonly lane: Lane;
  readonly layout: LaneLayout;
  readonly isFirst: boolean;
}

function MemberHead({ member, group, lane, layout, isFirst }: MemberHeadProps): ReactElement {
  const acts = useActs();
  const words = useWords();
  const side = useContext(SideContext);
  const ref = { kind: 'consumer', id: member.id } as const;
  const isSelected = useSession((state) => state.selection?.kind === 'consumer' && state.selection.id === member.id);
  const note = memberNote(member, group, words);
  const style = layout.isNarrow
    ? { left: 0, top: lane.headTop + 2, width: layout.width, height: 38 }
    : { left: 0, top: lane.top + 2, width: layout.left - 10, height: lane.bottom - lane.top - 4 };
  const content = (
    <>
      <span className="name">
        {member.id}
        <DifferenceMark place={`member:${member.id}`} />
      </span>
      {note === '' ? (
        <span className="tick ink-3 code">
          <Broken name={stateWords(member, words)} />
        </span>
      ) : (
        <span className={`tick ${isTrouble(member) ? 'of-loss' : 'ink-2'}`}>{note}</span>
      )}
    </>
  );
  // What is done is done in the history that is shown, not in the one beside it.
  if (member.process === 'gone' || side !== '')
    return (
      <div className={member.process === 'gone' ? 'member-gone' : 'member-beside'} style={style}>
        {content}
        <span className="spoken">, {memberRest(member, note, words)}</span>
      </div>
    );
  return (
    <button
      type="button"
      className="member-head"
      style={style}
      tabIndex={isFirst ? 0 : -1}
      data-object={objectKey(ref)}
      aria-pressed={isSelected}
      aria-haspopup="menu"
      onClick={(event) => {
        const corner = event.currentTarget.getBoundingClientRect();
        if (isSelected) acts.openMenu(ref, corner.right - 8, corner.top + 8);
        else acts.select(ref);
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        acts.openMenu(ref, event.clientX, event.clientY);
      }}
    >
      {content}
      <span className="spoken">, {memberRest(member, note, words)}</span>
    </button>
  );
}

function NobodyHead({
  lane,
  layout,
  group,
}: {
  readonly lane: Lane;
  readonly layout: LaneLayout;
  readonly group: GroupRow | undefined;
}): ReactElement {
  const { t } = useWords();
  const rebalances = useRows('group.rebalances');
  const last = rebalances.filter((each) => each.group === group?.id).at(-1);
  const style = layout.isNarrow ? { left: 0, top: lane.headTop + 2 } : { left: 0, top: lane.top + 4, width: layout.left - 10 };
  return (
    <div className="nobody-head" style={style}>
      <span className="name of-outsync">
        {t('group.nobody')}
        <DifferenceMark place="nobody" />
      </span>
      {last === undefined || last.stoppedMicros === 0 ? null : (
        <span className="tick ink-2">{t('group.stopped-short', { seconds: printPartitionSeconds(last.stoppedMicros) })}</span>
      )}
    </div>
  );
}

/** A long name of Kafka's breaks behind its underscores. */
function Broken({ name }: { readonly name: string }): ReactElement {
  return (
    <>
      {name.split(/(?<=_)/).map((part) => (
        <span key={part}>
          {part}
          <wbr />
        </span>
      ))}
    </>
  );
}
