import { useRef } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { choose, useChoice } from './choice.ts';
import { printBytes } from './names.ts';
import type { StorageBytesRow, StorageFieldRow } from './rows.ts';

/** What the bytes say, field by field; arrow keys go from one to the next, and light its bytes. */
export function Fields({ row, fields }: { readonly row: StorageBytesRow; readonly fields: readonly StorageFieldRow[] }): ReactElement {
  const { t, code } = useWords();
  const lit = useChoice((choice) => choice.field);
  const box = useRef<HTMLDivElement>(null);
  const shown = fields.find((field) => field.id === lit);
  const header = fields.filter((field) => field.record < 0);
  const records = [...new Set(fields.filter((field) => field.record >= 0).map((field) => field.record))];
  const onKey = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const all = [...(box.current?.querySelectorAll<HTMLElement>('.storage-field') ?? [])];
    const at = all.findIndex((element) => element === document.activeElement);
    if (by === undefined || at < 0) return;
    event.preventDefault();
    event.stopPropagation();
    all[Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
  };
  const tabStop = shown?.id ?? fields[0]?.id;
  return (
    <div className="storage-fields">
      <div ref={box} role="group" aria-label={t('storage.fields')} onKeyDown={onKey}>
        {header.length === 0 ? null : (
          <div className="storage-header-fields">
            {header.map((field) => (
              <Field key={field.id} field={field} isLit={field.id === lit} isStop={field.id === tabStop} />
            ))}
          </div>
        )}
        {records.map((record) => (
          <div key={record} className="storage-record">
            <span className="small ink-2 storage-record-name">{t('storage.record', { index: record })}</span>
            {fields
              .filter((field) => field.record === record)
              .map((field) => (
                <Field key={field.id} field={field} isLit={field.id === lit} isStop={field.id === tabStop} />
              ))}
          </div>
        ))}
      </div>
      <p className="small ink-2 storage-field-about" aria-live="polite">
        {shown === undefined
          ? t(row.isCompressed && row.part === 'batch' ? 'storage.compressed-about' : 'storage.fields-about')
          : t('storage.field-place', {
              name: shown.name,
              from: shown.from,
              to: shown.to - 1,
              bytes: printBytes(shown.to - shown.from),
            })}{' '}
        {shown === undefined ? null : code('field', shown.name)}
      </p>
    </div>
  );
}

function Field({
  field,
  isLit,
  isStop,
}: {
  readonly field: StorageFieldRow;
  readonly isLit: boolean;
  readonly isStop: boolean;
}): ReactElement {
  const point = (): void => {
    choose({ field: field.id });
  };
  return (
    <button
      type="button"
      className={`storage-field ${isLit ? 'is-lit' : ''}`}
      tabIndex={isStop ? 0 : -1}
      aria-pressed={isLit}
      onPointerEnter={point}
      onFocus={point}
      onClick={point}
    >
      <span>{field.name}</span> <span className="code name">{field.value}</span>
    </button>
  );
}
