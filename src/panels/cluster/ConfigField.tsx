import { useState } from 'react';
import type { FormEvent, ReactElement } from 'react';
import { useApp } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import type { Catalogue } from '../../contract/engine-api.ts';

interface ConfigFieldProps {
  readonly definition: Catalogue['configs'][number];
  readonly value: string;
  /** What Kafka's controller answered to the last change, when it refused; empty: it did not. */
  readonly refusedReason: string;
  readonly save: (value: string) => Promise<boolean>;
}

/**
 * One configuration key: its value to change, its default, unit and valid values, whether it can change in the run, and what it means.
 * What Kafka refuses is said in Kafka's own words under the field.
 */
export function ConfigField({ definition, value, refusedReason, save }: ConfigFieldProps): ReactElement {
  const { session } = useApp();
  const words = useWords();
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState('');
  const isChanged = value !== (definition.defaultValue ?? '');
  const submit = async (): Promise<void> => {
    if (draft === null || draft === value) {
      setDraft(null);
      return;
    }
    const isDone = await save(draft);
    const { refusal } = session.getState();
    setProblem(isDone || refusal === null ? '' : words.problem(refusal));
    session.setState({ refusal: null });
    if (isDone) setDraft(null);
  };
  const meaning = words.config(definition.textKey);
  const said = problem === '' ? refusedReason : problem;
  return (
    <form
      className="config"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void submit();
      }}
    >
      <label>
        <code className={isChanged ? 'name' : ''}>{definition.key}</code>
        <input
          className="text-field inline"
          value={draft ?? value}
          spellCheck={false}
          onChange={(event) => {
            setDraft(event.currentTarget.value);
            setProblem('');
          }}
          onBlur={() => {
            void submit();
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              setDraft(null);
              setProblem('');
            }
          }}
        />
      </label>
      <p className="tick ink-3">
        <Facts definition={definition} />
      </p>
      {meaning === '' ? null : <p className="small ink-2">{meaning}</p>}
      {said === '' ? null : (
        <p className="problem" role="alert">
          {said}
        </p>
      )}
    </form>
  );
}

/** Default, valid values, and when a change takes effect: Kafka's own definition. */
function Facts({ definition }: Pick<ConfigFieldProps, 'definition'>): ReactElement {
  const { t, code } = useWords();
  const { defaultValue, unit, valid, isDynamic, scope } = definition;
  const isClient = scope === 'producer' || scope === 'consumer';
  const parts = [
    defaultValue === null
      ? t('config.no-default')
      : t('config.default', { value: defaultValue === '' ? '""' : defaultValue, unit: unit === null ? null : code('unit', unit) }),
    ...(valid === null || valid === '' ? [] : [t('config.valid', { values: valid })]),
    isDynamic ? t('config.dynamic') : t(isClient ? 'config.client' : 'config.restart'),
  ];
  return <>{parts.join(' · ')}</>;
}
