import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';

/** What the lines mean. */
export function Legend(): ReactElement {
  const { t } = useWords();
  const rows = [
    { name: t('space-time.legend-selected'), className: 'is-selected-line' },
    { name: t('space-time.legend-needed'), className: 'is-needed-line' },
    { name: t('space-time.legend-led'), className: 'is-led-line' },
    { name: t('space-time.legend-rest'), className: 'is-rest-line' },
    { name: t('space-time.legend-lost'), className: 'is-lost-line' },
    { name: t('space-time.legend-down'), className: 'is-down-line' },
  ];
  return (
    <ul className="line-legend small" aria-label={t('space-time.legend')}>
      {rows.map(({ name, className }) => (
        <li key={className}>
          <svg width="40" height="10" aria-hidden="true">
            {className === 'is-selected-line' ? <line x1="0" y1="5" x2="40" y2="5" className="is-selected-edge" /> : null}
            <line x1="0" y1="5" x2="40" y2="5" className={className} />
          </svg>
          <span className="ink-2">{name}</span>
        </li>
      ))}
    </ul>
  );
}
