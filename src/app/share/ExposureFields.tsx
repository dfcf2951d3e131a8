import type { ReactElement } from 'react';
import type { AnswerPart, ExposureSpec } from '../../contract/scenario.ts';
import { commandKinds, isPanelExposed } from '../../scenario/exposure.ts';
import { panels } from '../panels.ts';
import { useWords } from '../words.ts';

/** Kinds of commands as a person thinks of them. */
const actGroups = {
  faults: ['fault'],
  records: ['send', 'workload'],
  messages: ['message'],
  settings: ['configure-client', 'configure-topic', 'configure-broker'],
  clients: [
    'add-producer',
    'add-consumer',
    'remove-client',
    'seek-consumer',
    'close-client',
    'change-program',
    'call-client',
    'set-processing',
    'change-library',
  ],
  administration: ['create-topic', 'delete-topic', 'add-partitions', 'reassign', 'elect', 'delete-records'],
} as const;
type ActGroup = keyof typeof actGroups;
const groupNames: readonly ActGroup[] = ['records', 'faults', 'messages', 'settings', 'clients', 'administration'];
const answers: readonly AnswerPart[] = ['events', 'why', 'details'];
const reasonLength = 120;

interface Fields {
  readonly exposes: ExposureSpec | null;
  readonly change: (exposes: ExposureSpec | null) => void;
}

/** Lock and hide: which views, acts and answers the readers have. Everything, unless something is unticked. */
export function ExposureFields({ exposes, change }: Fields): ReactElement {
  const { t, code } = useWords();
  const set = (by: Partial<Record<keyof ExposureSpec, unknown>>): void => {
    change(withoutDefaults({ ...exposes, ...by }));
  };
  const shown = panels.map(({ name }) => name).filter((name) => isPanelExposed(exposes, name));
  const acts = exposes?.acts ?? commandKinds;
  const hides = exposes?.hides ?? [];
  return (
    <details className="exposure">
      <summary>
        {t('exposes.title')} <span className="small ink-3">{t(exposes === null ? 'exposes.all' : 'exposes.some')}</span>
      </summary>
      <Ticks
        legend={t('exposes.panels')}
        items={panels.map(({ name }) => ({ id: name, label: code('panel', name), isTicked: shown.includes(name) }))}
        change={(id, isTicked) => {
          const now = isTicked ? [...shown, id] : shown.filter((name) => name !== id);
          // A page without any view would show nothing.
          if (now.length > 0) set({ panels: now });
        }}
      />
      <Ticks
        legend={t('exposes.acts')}
        items={groupNames.map((id) => ({ id, label: t(`exposes.${id}`), isTicked: actGroups[id].every((kind) => acts.includes(kind)) }))}
        change={(id, isTicked) => {
          const kinds: readonly string[] = actGroups[groupNames.find((name) => name === id) ?? 'faults'];
          set({
            acts: isTicked ? [...acts, ...kinds] : acts.filter((kind) => !kinds.includes(kind) && !kind.startsWith(`${String(kinds[0])}:`)),
          });
        }}
      />
      <Ticks
        legend={t('exposes.answers')}
        items={answers.map((id) => ({ id, label: t(`kept.${id}`), isTicked: !hides.includes(id) }))}
        change={(id, isTicked) => {
          set({ hides: answers.filter((part) => (part === id ? !isTicked : hides.includes(part))) });
        }}
      />
      <label className="exposure-reason">
        <span className="small ink-2">{t('exposes.reason')}</span>
        <input
          className="text-field"
          maxLength={reasonLength}
          value={exposes?.reason ?? ''}
          onChange={(event) => {
            set({ reason: event.currentTarget.value });
          }}
        />
      </label>
      <p className="small ink-3">{t('exposes.no-secret')}</p>
    </details>
  );
}

interface TicksProps {
  readonly legend: string;
  readonly items: readonly { readonly id: string; readonly label: string; readonly isTicked: boolean }[];
  readonly change: (id: string, isTicked: boolean) => void;
}

function Ticks({ legend, items, change }: TicksProps): ReactElement {
  return (
    <fieldset className="choice ticks">
      <legend>{legend}</legend>
      {items.map(({ id, label, isTicked }) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={isTicked}
            onChange={(event) => {
              change(id, event.currentTarget.checked);
            }}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

/** What is as it would be anyway is not written: a link without locks stays as short as it was. */
function withoutDefaults(raw: Partial<Record<keyof ExposureSpec, unknown>>): ExposureSpec | null {
  const { panels: views, acts, hides, reason } = raw as ExposureSpec;
  const isOf = (whole: readonly string[], part: readonly string[] | undefined): boolean =>
    part === undefined || whole.every((name) => part.includes(name));
  const viewNames = panels.map(({ name }) => name);
  const spec: ExposureSpec = {
    ...(isOf(viewNames, views) ? {} : { panels: viewNames.filter((name) => views?.includes(name) === true) }),
    ...(isOf(commandKinds, acts) ? {} : { acts: [...new Set(acts)] }),
    ...(hides === undefined || hides.length === 0 ? {} : { hides }),
    ...(reason === undefined || reason === '' ? {} : { reason }),
  };
  return Object.keys(spec).length === 0 ? null : spec;
}
