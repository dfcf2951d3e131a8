import type { ReactElement } from 'react';
import type { ClusterTables } from '../panels/cluster/rows.ts';
import { tableHooks } from './context.ts';
import { useWords } from './words.ts';

const { useRow } = tableHooks<ClusterTables>();

/** Which Kafka this is, and whether it runs with real defaults or, for teaching, at another scale; the scaled keys are named. */
export function ScaleNote(): ReactElement | null {
  const { t } = useWords();
  const cluster = useRow('cluster', 'cluster');
  if (cluster === undefined) return null;
  const { scaledConfigs, kafkaVersion } = cluster;
  if (scaledConfigs.length === 0) return <span className="scale-note small ink-2">{t('scale.real', { version: kafkaVersion })}</span>;
  return (
    <details className="scale-note small ink-2">
      <summary className="dotted">{t('scale.teaching', { version: kafkaVersion })}</summary>
      <div className="sheet scale-list">
        <p>{t('scale.explained')}</p>
        <ul>
          {scaledConfigs.map((config) => (
            <li key={config} className="code">
              {config}
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}
