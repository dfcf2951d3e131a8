import type { ReactElement } from 'react';
import { useFrame } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import { printDuration, printSeconds } from '../../texts/format.ts';
import { rowOf, rowsOf } from './tables.ts';
import { waitsOfBoth } from './waits.ts';
import type { LongestWait, WaitsOfBoth } from './waits.ts';

/** What safety costs: how long a producer waited for its slowest result in each of two histories, to one scale. */
export function Waits(): ReactElement | null {
  const { t } = useWords();
  const frame = useFrame((state) => state);
  const most = waitsOfBoth(rowsOf(frame, 'waits'), rowsOf(frame, 'waits', 'other:'), frame.at.micros)
    .filter(({ one, other }) => printDuration(one.waitMicros) !== printDuration(other.waitMicros))
    .sort((first, second) => apart(second) - apart(first))[0];
  if (most === undefined) return null;
  const { producer, one: here, other: there } = most;
  const longestMicros = Math.max(here.waitMicros, there.waitMicros);
  const acks = ['', 'other:'].map((side) => rowOf(frame, 'producers', producer, side)?.acks ?? '');
  const isSameAcks = acks[0] === acks[1];
  return (
    <section className="compare-waits">
      <header>
        <h3>{t('waits.title', { producer })}</h3>
        <p className="small ink-2">{t('waits.about')}</p>
      </header>
      <dl>
        <Wait name={isSameAcks ? t('compare.this') : `acks=${acks[0] ?? ''}`} isCode={!isSameAcks} wait={here} ofMicros={longestMicros} />
        <Wait name={isSameAcks ? t('compare.other') : `acks=${acks[1] ?? ''}`} isCode={!isSameAcks} wait={there} ofMicros={longestMicros} />
      </dl>
    </section>
  );
}

function apart({ one, other }: WaitsOfBoth): number {
  return Math.abs(one.waitMicros - other.waitMicros);
}

interface WaitProps {
  readonly name: string;
  readonly isCode: boolean;
  readonly wait: LongestWait;
  /** What the whole width stands for. */
  readonly ofMicros: number;
}

function Wait({ name, isCode, wait, ofMicros }: WaitProps): ReactElement {
  const { t } = useWords();
  const { waitMicros, sentMicros, isOver } = wait;
  return (
    <div className="compare-wait">
      <dt className={isCode ? 'small code' : 'small'}>{name}</dt>
      <dd>
        <span className="compare-wait-track" aria-hidden="true">
          <i className={isOver ? '' : 'is-open'} style={{ width: `${String((100 * waitMicros) / Math.max(1, ofMicros))}%` }} />
        </span>
        <span className="code">{printDuration(waitMicros)}</span>
        <span className="small ink-2">{t(isOver ? 'waits.sent' : 'waits.open', { time: printSeconds(sentMicros) })}</span>
      </dd>
    </div>
  );
}
