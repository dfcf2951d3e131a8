import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { fateCounts } from './fates.ts';
import type { OffsetRow } from './rows.ts';
import { useRows } from './tables.ts';

/** The partition in large: its five offsets by name, and what the end of its reader would come to. */
export function Inspector(): ReactElement | null {
  const { t } = useWords();
  const group = useRows('offsets.groups').find(({ isShown }) => isShown);
  const row = useRows('offsets.partitions').find((each) => each.isFocused);
  if (row === undefined) return null;
  const who = group?.storage === 'zookeeper' ? t('offsets.who-zookeeper') : t('offsets.who-coordinator');
  const number = (value: number): string => (value < 0 ? '–' : String(value));
  const facts: readonly (readonly [string, string, string])[] = [
    [t('offsets.fact-start'), number(row.logStartOffset), t('offsets.who-leader')],
    [t('offsets.fact-committed'), number(row.committedOffset), who],
    [t('offsets.fact-unfinished'), number(row.unfinishedOffset), t('offsets.who-program')],
    [t('offsets.fact-position'), number(row.position), t('offsets.who-consumer')],
    [t('offsets.fact-hw'), number(row.highWatermark), t('offsets.who-leader')],
    [t('offsets.fact-end'), number(row.logEndOffset), t('offsets.who-leader')],
  ];
  return (
    <section className="inspector offsets-facts">
      <h2 className="code">{row.id}</h2>
      <table className="small">
        <tbody>
          {facts.map(([name, value, who]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="code name">{value}</td>
              <td className="tick ink-2">{who}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Crash row={row} />
    </section>
  );
}

function Crash({ row }: { readonly row: OffsetRow }): ReactElement {
  const { t, code } = useWords();
  const { again, skipped } = fateCounts(row);
  const name = row.owner === '' ? t('group.nobody') : row.owner;
  return (
    <>
      <h2>{row.owner === '' ? t('offsets.takeover') : t('offsets.crash', { name })}</h2>
      <p className="small">{code('offsets.starts', row.startBy, { offset: row.startOffset })}</p>
      {again > 0 ? (
        <p className="small name of-outsync">
          {t('offsets.would-repeat', { from: row.startOffset, to: row.startOffset + again - 1, count: again })}
        </p>
      ) : null}
      {skipped > 0 ? (
        <p className="small name of-loss">
          {t('offsets.would-skip', { from: row.unfinishedOffset, to: row.unfinishedOffset + skipped - 1, count: skipped })}
        </p>
      ) : null}
      {again === 0 && skipped === 0 && row.owner !== '' ? <p className="small">{t('offsets.would-nothing')}</p> : null}
    </>
  );
}
