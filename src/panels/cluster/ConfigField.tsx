import { useState } from 'react';
import type { FormEvent, ReactElement } from 'react';
import { useApp } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import type { Catalogue } from '../../contract/engine-api.ts';

interface ConfigFieldProps {
  readonly definition: Catalogue['configs'][number];
  readonly value: string;
  readonly save: (value: string) => Promise<boolean>;
}

/**
 * One configuration key: its value to change, its default, its meaning. What Kafka refuses is said in Kafka's own words under the field.
 */
export function ConfigField({ definition, value, save }: ConfigFieldProps): ReactElement {
  const { session } = useApp();
  const words = useWords();
  const { t } = words;
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
  const meaning = words.config(definition.key);
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
        {definition.defaultValue === null
          ? t('config.no-default')
          : t('config.default', { value: definition.defaultValue, unit: definition.unit ?? '' })}
        {definition.isDynamic ? '' : ` ${t('config.restart')}`}
      </p>
      {meaning === '' ? null : <p className="small ink-2">{meaning}</p>}
      {problem === '' ? null : (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}
