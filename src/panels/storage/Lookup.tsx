import { useEffect, useState } from 'react';
import type { FormEvent, ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { Button } from '../../design/Button.tsx';
import { choose, lookUp, useChoice } from './choice.ts';
import { lookupSteps } from './lookup-steps.ts';
import type { StorageLogRow } from './rows.ts';
import { useRows } from './tables.ts';

/** How long a step stays when the steps play by themselves. */
const stepMillis = 1600;

/** Finding an offset or a timestamp, step by step, as the broker does. */
export function Lookup({ log }: { readonly log: StorageLogRow }): ReactElement {
  const words = useWords();
  const { t } = words;
  const [lookup] = useRows('storage.lookup');
  const step = useChoice((choice) => choice.step);
  const steps = lookup === undefined ? [] : lookupSteps(lookup, words);
  const [isPlaying, setIsPlaying] = useState(false);
  const isAtEnd = step >= steps.length;
  useEffect(() => {
    if (!isPlaying || isAtEnd) return undefined;
    const timer = setTimeout(() => {
      choose({ step: step + 1 });
    }, stepMillis);
    return () => {
      clearTimeout(timer);
    };
  }, [isPlaying, isAtEnd, step]);
  return (
    <section className="storage-lookup" aria-label={t('storage.lookup')}>
      <div className="storage-lookup-ask">
        <LookupForm log={log} />
        {steps.length < 2 ? null : (
          <span className="storage-lookup-steps">
            <Button
              kind="square"
              icon="step-back"
              aria-label={t('storage.step-back')}
              {...(step <= 1 ? { locked: t('storage.first-step') } : {})}
              onClick={() => {
                setIsPlaying(false);
                choose({ step: step - 1 });
              }}
            />
            <Button
              kind="square"
              icon={isPlaying && !isAtEnd ? 'pause' : 'play'}
              aria-label={t(isPlaying && !isAtEnd ? 'storage.pause-steps' : 'storage.play-steps')}
              onClick={() => {
                if (isAtEnd) choose({ step: 1 });
                setIsPlaying(!isPlaying || isAtEnd);
              }}
            />
            <Button
              kind="square"
              icon="step"
              aria-label={t('storage.step')}
              {...(isAtEnd ? { locked: t('storage.last-step') } : {})}
              onClick={() => {
                setIsPlaying(false);
                choose({ step: step + 1 });
              }}
            />
          </span>
        )}
      </div>
      <ol className="storage-steps" aria-live="polite">
        {steps.slice(0, Math.max(1, step)).map((each, index) => (
          <li key={each.name} className={index === step - 1 ? 'is-now' : ''}>
            <span className="storage-step-number" aria-hidden="true">
              {index + 1}
            </span>
            <strong className="small">{each.name}</strong>
            <span className="small ink-2">{each.text}</span>
          </li>
        ))}
        {lookup === undefined ? <li className="small ink-2 is-hint">{t('storage.lookup-about')}</li> : null}
      </ol>
    </section>
  );
}

function LookupForm({ log }: { readonly log: StorageLogRow }): ReactElement {
  const { t } = useWords();
  const ask = useChoice((choice) => choice.ask);
  const [kind, setKind] = useState<'offset' | 'timestamp'>(ask ?? 'offset');
  const [typed, setTyped] = useState('');
  const segments = useRows('storage.segments');
  const newest = Math.max(-1, ...segments.map((segment) => segment.largestTimestamp));
  const suggestion = kind === 'offset' ? Math.floor((log.logStartOffset + log.logEndOffset) / 2) : newest;
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const value = typed.trim() === '' ? suggestion : Number(typed);
    if (Number.isSafeInteger(value) && value >= 0) lookUp(kind, value);
  };
  return (
    <form className="storage-form" onSubmit={onSubmit}>
      <span className="name">{t('storage.find')}</span>
      <select
        className="text-field"
        aria-label={t('storage.find-kind')}
        value={kind}
        onChange={(event) => {
          setKind(event.target.value === 'timestamp' ? 'timestamp' : 'offset');
          setTyped('');
        }}
      >
        <option value="offset">{t('storage.find-offset')}</option>
        <option value="timestamp">{t('storage.find-timestamp')}</option>
      </select>
      <input
        className="text-field"
        inputMode="numeric"
        pattern="[0-9]*"
        value={typed}
        placeholder={String(Math.max(0, suggestion))}
        aria-label={t(kind === 'offset' ? 'storage.find-offset' : 'storage.find-timestamp')}
        onChange={(event) => {
          setTyped(event.target.value);
        }}
      />
      <button type="submit" className="button">
        {t('storage.find-go')}
      </button>
      {ask === null ? null : (
        <Button
          kind="bare"
          icon="close"
          aria-label={t('storage.find-clear')}
          onClick={() => {
            lookUp(null, null);
          }}
        />
      )}
    </form>
  );
}
