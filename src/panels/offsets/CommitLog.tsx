import { useState } from 'react';
import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { moveFocus } from '../../design/roving.ts';
import type { CommitRecordRow, OffsetGroupRow } from './rows.ts';
import { useRows } from './tables.ts';

const cellWidth = 104;

/** The group's newest records in `__consumer_offsets`; the chosen one is decoded below. */
export function CommitLog({ group, width }: { readonly group: OffsetGroupRow; readonly width: number }): ReactElement {
  const { t } = useWords();
  const [chosen, setChosen] = useState<string | null>(null);
  const records = useRows('offsets.records').slice(-Math.max(2, Math.floor((width - 10) / cellWidth)));
  const newest = [...records].reverse().find(({ kind }) => kind === 'OFFSET_COMMIT') ?? records.at(-1);
  const shown = records.find(({ id }) => id === chosen) ?? newest;
  return (
    <>
      <p className="commit-log-name small">
        <strong className="code">{`__consumer_offsets-${String(group.offsetsPartition)}`}</strong>
        <span className="ink-2">{t('offsets.log-ends', { watermark: group.highWatermark, end: group.logEndOffset })}</span>
      </p>
      {records.length === 0 ? (
        <p className="small ink-2">{t('offsets.no-records')}</p>
      ) : (
        <div
          className="commit-cells"
          role="group"
          aria-label={t('offsets.records')}
          onKeyDown={(event) => {
            if (moveFocus(event, '.commit-cell')) event.stopPropagation();
          }}
        >
          {records.map((record) => (
            <button
              key={record.id}
              type="button"
              className={`commit-cell ${record.isCommitted ? '' : 'is-open'} ${record.isNewest ? '' : 'is-older'}`}
              tabIndex={record === shown ? 0 : -1}
              aria-pressed={record === shown}
              onClick={() => {
                setChosen(record.id);
              }}
            >
              <span className="code tick ink-3">{record.offset}</span>
              <span className="code tick">{record.partition === '' ? shortKind(record.kind) : record.partition}</span>
              <span className="code name">
                {record.partition === '' ? ' ' : record.value === null ? t('offsets.tombstone') : record.committedOffset}
              </span>
            </button>
          ))}
        </div>
      )}
      {shown === undefined ? null : <Decoded record={shown} />}
    </>
  );
}

/** CONSUMER_GROUP_CURRENT_MEMBER_ASSIGNMENT is too long for a cell; the words that tell it apart are its last ones. */
function shortKind(kind: string): string {
  return kind.replace('CONSUMER_GROUP_', '').replace('GROUP_', '').replaceAll('_', ' ').toLowerCase();
}

/** Key and value, as a console consumer with the coordinator's formatter prints them. */
function Decoded({ record }: { readonly record: CommitRecordRow }): ReactElement {
  const { t } = useWords();
  return (
    <dl className="decoded small">
      <div>
        <dt className="ink-2">{t('offsets.key')}</dt>
        <dd className="code">{spaced(record.key)}</dd>
      </div>
      <div>
        <dt className="ink-2">{t('offsets.value')}</dt>
        <dd className="code">{record.value === null ? `null: ${t('offsets.tombstone')}` : spaced(record.value)}</dd>
      </div>
      <div>
        <dt className="ink-2">{t('offsets.record-is')}</dt>
        <dd>
          {record.isCommitted ? t('offsets.is-committed') : t('offsets.is-open')}
          {t('list.comma')}
          {record.isNewest ? t('offsets.is-newest') : t('offsets.is-older')}
        </dd>
      </div>
    </dl>
  );
}

/** JSON with a space behind each comma and colon, so that lines break. */
function spaced(json: string): string {
  return json.replaceAll('","', '", "').replaceAll(',"', ', "').replaceAll('":', '": ');
}
