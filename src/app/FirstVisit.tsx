import { useState } from 'react';
import type { ReactElement } from 'react';
import { Button } from '../design/Button.tsx';
import { Keycap } from '../design/Keycap.tsx';
import { useActs } from './acts.ts';
import { ClockText } from './ClockText.tsx';
import { useApp, useSession } from './context.ts';
import { Timeline } from './late-parts.ts';
import { panels } from './panels.ts';
import { useWords } from './words.ts';

/** More than a newcomer chooses from. */
const offered = 3;

/** The first picture anybody sees: quiet and complete, with one yellow thing to press. */
export function FirstVisit(): ReactElement {
  const { client, services } = useApp();
  const acts = useActs();
  const { t, code } = useWords();
  const open = useSession((state) => state.title);
  const [isAll, setAll] = useState(false);
  const others = services.presets.filter((preset) => preset.name !== open);
  const shown = isAll ? others : others.slice(0, offered);
  const entry = panels[0];
  const begin = (): void => {
    acts.setVisit('hint-step');
    client.play();
  };
  return (
    <main id="stage" className="first-visit">
      <h1>{t('visit.headline')}</h1>
      <p className="lead">{t('visit.sub')}</p>
      <p className="visit-start">
        <Button kind="start" icon="play" onClick={begin}>
          {t('visit.start')}
        </Button>
        <span className="ink-2">
          {t('visit.or-press')} <Keycap>Space</Keycap>
        </span>
      </p>
      {entry === undefined ? null : <entry.Panel isVisit />}
      <p className="visit-presets">
        <span className="ink-2">{t('visit.or-start-with')}</span>
        {shown.map((preset) => (
          <button
            key={preset.name}
            type="button"
            className="value"
            onClick={() => {
              acts.setVisit('done');
              void acts.openPreset(preset);
            }}
          >
            <strong>{code('preset', `${preset.name}.title`)}</strong>{' '}
            <span className="ink-3">{t('visit.minutes', { count: preset.minutes })}</span>
          </button>
        ))}
        {shown.length === others.length ? null : (
          <button
            type="button"
            className="link"
            onClick={() => {
              setAll(true);
            }}
          >
            {t('visit.more', { count: others.length - shown.length })}
          </button>
        )}
      </p>
      <div className="visit-time">
        <ClockText />
        <Timeline isSmall />
      </div>
    </main>
  );
}
