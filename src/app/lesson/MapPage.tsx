import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { useApp } from '../context.ts';
import { useWords } from '../words.ts';
import { loadClaims } from './claims.ts';
import type { Claim } from './claims.ts';
import { lessonEntries } from './content.ts';
import { openLesson } from './open-lesson.ts';
import { PageFrame } from './PageFrame.tsx';
import { Rich } from './Rich.tsx';
import './lesson.css';

const verdicts = ['right', 'incomplete', 'outdated', 'wrong', 'missing'] as const;

/** The curriculum map: each claim of the course notes, whether it holds, and the lesson that shows it. */
export function MapPage(): ReactElement {
  const app = useApp();
  const { t, language } = useWords();
  const [claims, setClaims] = useState<readonly Claim[]>([]);
  const [only, setOnly] = useState<Claim['verdict'] | null>(null);
  useEffect(() => {
    void loadClaims(language).then(setClaims);
  }, [language]);
  const shown = claims.filter(({ verdict }) => only === null || verdict === only);
  return (
    <PageFrame title={t('map.title')} lead={t('map.lead')} other="lessons" otherName={t('lessons.title')}>
      <p className="totals" role="group" aria-label={t('map.filter')}>
        {[null, ...verdicts].map((verdict) => (
          <button
            key={String(verdict)}
            type="button"
            className="total"
            aria-pressed={only === verdict}
            onClick={() => {
              setOnly(verdict);
            }}
          >
            <span className="total-number">
              {verdict === null ? claims.length : claims.filter((claim) => claim.verdict === verdict).length}
            </span>
            <span className="total-name small">{verdict === null ? t('map.all') : t(`lesson.verdict-${verdict}`)}</span>
          </button>
        ))}
      </p>
      <div className="map-room" tabIndex={0} role="region" aria-label={t('map.title')}>
        <table className="map-table">
          <thead>
            <tr>
              <th scope="col">{t('map.row')}</th>
              <th scope="col">{t('map.source')}</th>
              <th scope="col">{t('map.claim')}</th>
              <th scope="col">{t('map.kafka')}</th>
              <th scope="col">{t('map.lesson')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((claim) => (
              <tr key={claim.row}>
                <td className="code ink-3">{claim.row}</td>
                <td className="code ink-2">{claim.source}</td>
                <td>
                  <Rich>{claim.notes}</Rich>
                  <span className="small ink-3 verdict-word">{t(`lesson.verdict-${claim.verdict}`)}</span>
                </td>
                <td>
                  <Rich>{claim.kafka}</Rich>
                </td>
                <td>
                  <ToLesson id={claim.lesson} open={(id) => void openLesson(app, id, { language })} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </PageFrame>
  );
}

function ToLesson({ id, open }: { readonly id: string; readonly open: (id: string) => void }): ReactElement {
  const { t } = useWords();
  const isBuilt = lessonEntries.some((entry) => entry.id === id);
  if (!isBuilt)
    return (
      <span className="small ink-3">
        {id} {t('map.no-lesson')}
      </span>
    );
  return (
    <button
      type="button"
      className="link"
      onClick={() => {
        open(id);
      }}
    >
      {id}
    </button>
  );
}
