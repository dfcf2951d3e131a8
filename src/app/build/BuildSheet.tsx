import { useState } from 'react';
import type { FormEvent, ReactElement } from 'react';
import './build.css';
import { Sheet } from '../../design/Sheet.tsx';
import { useActs } from '../acts.ts';
import { useApp } from '../context.ts';
import { useWords } from '../words.ts';
import { buildDefaults, buildLimits, buildScenario, withinLimits } from './build-scenario.ts';
import type { BuildFields, NumberField } from './build-scenario.ts';

const acksChoices = ['all', '1', '0'] as const;

/** A cluster of one's own: a few numbers, and it stands. */
export function BuildSheet({ close }: { readonly close: () => void }): ReactElement {
  const { client } = useApp();
  const acts = useActs();
  const { t } = useWords();
  const [fields, setFields] = useState<BuildFields>(buildDefaults);
  const change = (by: Partial<BuildFields>): void => {
    setFields({ ...fields, ...by });
  };
  const build = (event: FormEvent): void => {
    event.preventDefault();
    close();
    acts.setVisit('done');
    client.pause();
    window.history.replaceState(null, '', window.location.pathname + window.location.search);
    void client.open(buildScenario(fields, t('build.own')));
  };
  const number = (field: NumberField, name: string, most: number = buildLimits[field][1]): ReactElement => (
    <label>
      <span>{name}</span>
      <input
        type="number"
        className="code"
        min={buildLimits[field][0]}
        max={most}
        value={Number.isNaN(fields[field]) ? '' : fields[field]}
        onChange={(event) => {
          change({ [field]: event.target.valueAsNumber });
        }}
        onBlur={() => {
          setFields(withinLimits(fields));
        }}
      />
    </label>
  );
  const text = (field: 'topic' | 'group', name: string): ReactElement => (
    <label>
      <span>{name}</span>
      <input
        type="text"
        className="code"
        maxLength={40}
        spellCheck={false}
        value={fields[field]}
        onChange={(event) => {
          change({ [field]: event.target.value });
        }}
      />
    </label>
  );
  return (
    <Sheet name={t('build.title')} title={t('build.title')} closeName={t('close')} close={close} className="build-sheet">
      <form onSubmit={build}>
        <p className="small ink-2">{t('build.about')}</p>
        <fieldset>
          <legend>{t('build.cluster')}</legend>
          {number('brokers', t('build.brokers'))}
        </fieldset>
        <fieldset>
          <legend>{t('build.topic')}</legend>
          {text('topic', t('build.name'))}
          {number('partitions', t('build.partitions'))}
          {number('replicationFactor', t('build.replicas'), fields.brokers)}
          {number('minInsyncReplicas', 'min.insync.replicas', fields.replicationFactor)}
        </fieldset>
        <fieldset>
          <legend>{t('build.producers')}</legend>
          {number('producers', t('build.how-many'))}
          <label>
            <span className="code">acks</span>
            <select
              className="code"
              value={fields.acks}
              onChange={(event) => {
                change({ acks: acksChoices.find((each) => each === event.target.value) ?? 'all' });
              }}
            >
              {acksChoices.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          </label>
          {number('recordsPerSecond', t('build.rate'))}
        </fieldset>
        <fieldset>
          <legend>{t('build.consumers')}</legend>
          {number('consumers', t('build.how-many'))}
          {text('group', 'group.id')}
        </fieldset>
        <button type="submit" className="button primary">
          {t('build.go')}
        </button>
      </form>
    </Sheet>
  );
}
