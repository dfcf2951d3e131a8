import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { useApp } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import type { Words } from '../../app/words.ts';
import { printDuration } from '../../texts/format.ts';
import { CommitLog } from './CommitLog.tsx';
import { Znodes } from './Znodes.tsx';
import type { CommitOnTheWayRow, CommitterRow, OffsetGroupRow } from './rows.ts';
import { useRows } from './tables.ts';

const lineHeight = 34;
const tagHeight = 22;

/** The way of a commit: from a member, over the network, into a record of `__consumer_offsets`, and back as an answer. */
export function CommitPath({
  group,
  width,
  isNarrow,
}: {
  readonly group: OffsetGroupRow;
  readonly width: number;
  readonly isNarrow: boolean;
}): ReactElement {
  const { t } = useWords();
  const members = useRows('offsets.committers');
  const commits = useRows('offsets.commits');
  const left = isNarrow ? 120 : 236;
  const right = width - (isNarrow ? 60 : 150);
  const shown = members.slice(0, 8);
  const height = Math.max(1, shown.length) * lineHeight + 8;
  return (
    <section className="commit-path">
      <h3>{t('offsets.on-the-way')}</h3>
      <div className="commit-wires" style={{ height }}>
        <svg width={width} height={height} className="commit-svg" aria-hidden="true">
          {shown.map((member, index) => (
            <line
              key={member.id}
              x1={left}
              y1={index * lineHeight + 18}
              x2={right}
              y2={index * lineHeight + 18}
              stroke="var(--edge)"
              strokeDasharray="1.5 3"
            />
          ))}
          <rect x={right} y="0" width="3" height={height - 4} fill="var(--ink)" />
          <text x={right + 10} y="14" className="s12 name">
            {group.storage === 'zookeeper' ? 'ZooKeeper' : t('object.broker', { broker: group.coordinator })}
          </text>
          <text x={right + 10} y="30" className="s11 ink-2">
            {t(group.storage === 'zookeeper' ? 'offsets.ensemble' : 'offsets.coordinator')}
          </text>
          {commits.map((commit) => {
            const index = shown.findIndex(({ id }) => id === commit.member);
            return index < 0 ? null : <Tag key={commit.id} commit={commit} y={index * lineHeight + 18} left={left} right={right} />;
          })}
        </svg>
        {shown.map((member, index) => (
          <Committer key={member.id} member={member} top={index * lineHeight} width={left - 12} isNarrow={isNarrow} />
        ))}
      </div>
      {group.storage === 'zookeeper' ? <Znodes /> : <CommitLog group={group} width={width} />}
    </section>
  );
}

function Committer({
  member,
  top,
  width,
  isNarrow,
}: {
  readonly member: CommitterRow;
  readonly top: number;
  readonly width: number;
  readonly isNarrow: boolean;
}): ReactElement {
  const { clock } = useApp();
  const { t } = useWords();
  const left = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      clock.listen((now) => {
        if (left.current === null) return;
        const rest = member.autoDueMicros - now;
        left.current.textContent =
          rest > 0
            ? t('offsets.auto-in', { duration: printDuration(rest) })
            : t(member.isThread ? 'offsets.auto-thread' : 'offsets.auto-due');
      }),
    [clock, member, t],
  );
  return (
    <p className="committer" style={{ top, width }}>
      <span className="name">{member.id}</span>
      {!member.isRunning ? (
        <span className="tick of-offline">{t('offsets.not-running')}</span>
      ) : member.isAuto && !isNarrow ? (
        <span ref={left} className="tick ink-2" />
      ) : (
        <span className="tick ink-2">{isNarrow ? '' : t('offsets.by-hand')}</span>
      )}
    </p>
  );
}

/** A message at the place where it is now. */
function Tag({
  commit,
  y,
  left,
  right,
}: {
  readonly commit: CommitOnTheWayRow;
  readonly y: number;
  readonly left: number;
  readonly right: number;
}): ReactElement {
  const { clock } = useApp();
  const words = useWords();
  const box = useRef<SVGGElement>(null);
  const text = tagText(commit, words);
  const width = text.length * 6.8 + 22;
  const { isResponse, sentMicros, dueMicros, state } = commit;
  useEffect(
    () =>
      clock.listen((now) => {
        const gone = Math.min(1, Math.max(0, (now - sentMicros) / Math.max(1, dueMicros - sentMicros)));
        const share = state === 'flying' ? gone : Math.min(gone, 0.5);
        const from = isResponse ? right - width : left;
        const to = isResponse ? left : right - width;
        box.current?.setAttribute('transform', `translate(${(from + (to - from) * share).toFixed(1)} ${String(y - tagHeight / 2)})`);
      }),
    [clock, sentMicros, dueMicros, state, isResponse, left, right, width, y],
  );
  const shape = isResponse
    ? `M9 0.5H${String(width - 0.5)}l-6 ${String(tagHeight / 2)}l6 ${String(tagHeight / 2)}H9L0.5 ${String(tagHeight / 2)}z`
    : `M0.5 0.5H${String(width - 9)}l8.5 ${String(tagHeight / 2)}l-8.5 ${String(tagHeight / 2)}H0.5z`;
  return (
    <g ref={box}>
      <path d={shape} fill={isResponse ? 'var(--raised)' : 'var(--now)'} stroke={commit.error === '' ? 'var(--ink)' : 'var(--loss)'} />
      <text x={isResponse ? 14 : 7} y="15" className={`code s11 ${isResponse ? '' : 'on-now'}`}>
        {text}
      </text>
    </g>
  );
}

function tagText({ isResponse, partitions, offsets, error }: CommitOnTheWayRow, { t }: Words): string {
  if (error !== '') return error;
  if (isResponse) return t('offsets.answer', { count: partitions.length });
  const first = partitions[0] === undefined ? '' : `${partitions[0]} ${String(offsets[0] ?? -1)}`;
  return partitions.length > 1 ? `${first} +${String(partitions.length - 1)}` : first;
}
