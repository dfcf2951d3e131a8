import type { ReactElement } from 'react';
import { eventOfCells } from '../../app/event-cells.ts';
import { glyphOf } from '../../app/event-glyphs.ts';
import { useApp } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import { Glyph } from '../../design/Glyph.tsx';
import { printSeconds } from '../../texts/format.ts';
import { FateMark } from './FateMark.tsx';
import { fateColor, fateWords, numberText, offsetText } from './names.ts';
import { KeyCell } from './RecordLine.tsx';
import { useRows } from './tables.ts';

/** The selected record's life: what happened to it, each moment a place in time. */
export function Inspector(): ReactElement {
  const words = useWords();
  const { t } = words;
  const { client } = useApp();
  const [row] = useRows('records.selected');
  const moments = useRows('records.life');
  if (row === undefined)
    return (
      <section className="inspector record-facts">
        <p className="small ink-2">{t('records.select')}</p>
        <p className="small ink-2">{t('records.truth')}</p>
      </section>
    );
  return (
    <section className="inspector record-facts">
      <h2>{t('records.record', { number: numberText(row) })}</h2>
      <p className="record-what small">
        <KeyCell value={row.key} />
        <span className="code">{`${row.partition} ${offsetText(row)}`}</span>
        <span className="ink-2">{t('records.from', { producer: row.producer })}</span>
      </p>
      <p className="record-fate">
        <FateMark fate={row.fate} /> <span className={`name ${fateColor(row.fate)}`}>{fateWords(row, words)}</span>
      </p>
      {row.exception === '' ? null : (
        <p className="small ink-2">
          {t('records.exception')} <span className="code">{row.exception}</span>
          {row.exception === row.error ? null : <span className="code">{` (${row.error})`}</span>}
        </p>
      )}
      <h3>{t('records.life')}</h3>
      <ol className="life-line">
        {moments.map((moment) => {
          const event = eventOfCells(moment);
          return (
            <li key={moment.id}>
              <button
                type="button"
                onClick={() => {
                  client.seekToEvent(moment.event);
                }}
              >
                <span className="code small life-time">{printSeconds(moment.micros)}</span>
                <Glyph name={glyphOf(event)} />
                <span className="small">{words.what(event)}</span>
              </button>
            </li>
          );
        })}
      </ol>
      {moments.length === 0 ? <p className="small ink-2">{t('records.life-gone')}</p> : null}
    </section>
  );
}
