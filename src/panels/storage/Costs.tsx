import { useState } from 'react';
import type { FormEvent, ReactElement } from 'react';
import { useApp } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import { printBytes } from './names.ts';
import type { StorageCostRow } from './rows.ts';
import { useRows } from './tables.ts';

/** Every cost with its value; a change counts from now on. */
export function Costs(): ReactElement | null {
  const { t } = useWords();
  const [machine] = useRows('storage.machine');
  const rows = [...useRows('storage.costs')].sort((one, other) => one.order - other.order);
  if (machine?.isOn !== true) return null;
  return (
    <section className="storage-costs" aria-label={t('storage.costs')}>
      <h2>{t('storage.costs')}</h2>
      <p className="small ink-2">{t('storage.costs-about')}</p>
      <div className="storage-costs-list">
        {rows.map((row) => (
          <Cost key={row.id} row={row} rows={rows} />
        ))}
      </div>
    </section>
  );
}

function Cost({ row, rows }: { readonly row: StorageCostRow; readonly rows: readonly StorageCostRow[] }): ReactElement {
  const { client } = useApp();
  const { t, code } = useWords();
  const [draft, setDraft] = useState<string | null>(null);
  const [isRefused, setIsRefused] = useState(false);
  const save = (): void => {
    if (draft === null || draft === printBytes(row.value)) {
      setDraft(null);
      return;
    }
    const value = Number(draft.replace(/[\s,_]/g, ''));
    const isFine = draft.trim() !== '' && Number.isInteger(value) && value >= row.min && value <= row.max;
    setIsRefused(!isFine);
    if (!isFine) return;
    const changed = rows.map((each) => (each.id === row.id ? { ...each, value } : each)).filter((each) => each.value !== each.defaultValue);
    void client.submit({ kind: 'set-costs', costs: Object.fromEntries(changed.map((each) => [each.id, each.value])) }).then(() => {
      setDraft(null);
    });
  };
  return (
    <form
      className="config storage-cost"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        save();
      }}
    >
      <label>
        <span className={`small ${row.value === row.defaultValue ? '' : 'name'}`}>{code('cost', row.id)}</span>
        <input
          className="text-field inline code"
          inputMode="numeric"
          spellCheck={false}
          value={draft ?? printBytes(row.value)}
          onChange={(event) => {
            setDraft(event.currentTarget.value);
            setIsRefused(false);
          }}
          onBlur={save}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            setDraft(null);
            setIsRefused(false);
          }}
        />
      </label>
      {row.value === row.defaultValue ? null : (
        <p className="tick ink-3">{t('storage.cost-default', { value: printBytes(row.defaultValue) })}</p>
      )}
      {isRefused ? (
        <p className="problem" role="alert">
          {t('storage.cost-range', { min: printBytes(row.min), max: printBytes(row.max) })}
        </p>
      ) : null}
    </form>
  );
}
