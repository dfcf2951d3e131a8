import { useState } from 'react';
import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { Button } from '../../design/Button.tsx';
import { describeLine } from './describe-line.ts';
import { stateColor, stateWords } from './names.ts';
import type { MatrixPartitionRow } from './rows.ts';
import { useRows } from './tables.ts';

/** The selected partition in full, as the tool would print it. */
export function Inspector(): ReactElement {
  const words = useWords();
  const { t } = words;
  const [row] = useRows('matrix.selected');
  if (row === undefined)
    return (
      <section className="inspector matrix-facts">
        <p className="small ink-2">{t('matrix.select')}</p>
        <CopyCommand text="kafka-topics.sh --bootstrap-server localhost:9092 --describe" />
      </section>
    );
  const state = stateWords(row, words);
  return (
    <section className="inspector matrix-facts">
      <h2 className="code">{row.id}</h2>
      {state === '' ? null : <p className={`small name ${stateColor(row.state)}`}>{state}</p>}
      <dl className="matrix-dl">
        {factsOf(row, words).map(([name, value]) => (
          <div key={name}>
            <dt className="ink-2">{name}</dt>
            <dd className="code">{value}</dd>
          </div>
        ))}
      </dl>
      <h3>{t('matrix.as-describe')}</h3>
      <pre className="code describe-line">{describeLine(row).trim().replaceAll('\t', '\n')}</pre>
      <CopyCommand text={`kafka-topics.sh --bootstrap-server localhost:9092 --describe --topic ${row.topic}`} />
    </section>
  );
}

function factsOf(row: MatrixPartitionRow, { t }: ReturnType<typeof useWords>): readonly (readonly [string, string])[] {
  const number = (value: number): string => (value < 0 ? '–' : String(value));
  return [
    [t('matrix.fact-epoch'), String(row.leaderEpoch)],
    [t('matrix.fact-partition-epoch'), String(row.partitionEpoch)],
    ['min.insync.replicas', String(row.minIsr)],
    [t('matrix.fact-start'), number(row.logStartOffset)],
    [t('matrix.fact-hw'), number(row.highWatermark)],
    [t('matrix.fact-leo'), number(row.logEndOffset)],
    [t('matrix.fact-behind'), String(row.behindCount)],
    [t('matrix.fact-lag'), number(row.lagCount)],
  ];
}

function CopyCommand({ text }: { readonly text: string }): ReactElement {
  const { t } = useWords();
  const [isCopied, setCopied] = useState(false);
  return (
    <p className="copy-command">
      <code className="tick">{text}</code>
      <Button
        kind="bare"
        icon={isCopied ? 'tick' : 'copy'}
        aria-label={t('matrix.copy')}
        title={t('matrix.copy')}
        onClick={() => {
          void navigator.clipboard.writeText(text).then(() => {
            setCopied(true);
          });
        }}
      />
    </p>
  );
}
