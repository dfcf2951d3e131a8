import { useEffect, useState } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import './metrics.css';
import { useApp, useFrame } from '../../app/context.ts';
import { marginsOf, useSize } from '../../app/size.ts';
import { useWords } from '../../app/words.ts';
import type { Words } from '../../app/words.ts';
import { printSeconds } from '../../texts/format.ts';
import { ChartRow } from './ChartRow.tsx';
import { asked } from './asked.ts';
import { charts, printValue } from './charts.ts';
import { useRows } from './tables.ts';

/** How much of the run is shown; null: all of it. */
const spans: readonly (number | null)[] = [null, 60_000_000, 10_000_000];

/** Metrics under each other on one axis of time: pointing reads all of them at that time, pressing goes there. */
export function Panel(): ReactElement {
  const [box, size] = useSize();
  const { client } = useApp();
  const words = useWords();
  const { t } = words;
  const [span, setSpan] = useState<number | null>(null);
  // The column that is read; null: now.
  const [read, setRead] = useState<number | null>(null);
  const nowMicros = useFrame((state) => state.at.micros);
  const [shown] = useRows('metrics.window');
  const series = useRows('metrics.series');
  useEffect(() => {
    client.watch(asked(span));
  }, [client, span]);
  const isNarrow = size.windowWidth < 768;
  const left = isNarrow ? 0 : 236;
  const width = Math.max(120, size.width - marginsOf(size) - left - (isNarrow ? 0 : 132));
  if (shown === undefined || size.width === 0) return <div ref={box} className="metrics" />;
  const { fromMicros, columnMicros, columnCount } = shown;
  const nowColumn = Math.min(columnCount - 1, Math.max(0, Math.floor((nowMicros - fromMicros) / columnMicros)));
  const column = Math.min(columnCount - 1, read ?? nowColumn);
  const columnStart = fromMicros + column * columnMicros;
  const readMicros = read === null ? nowMicros : columnStart;
  const goTo = (micros: number): void => {
    client.pause();
    client.seek(micros);
    setRead(null);
  };
  const onKey = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1, PageUp: 20, PageDown: -20 }[event.key];
    if (event.key === 'Enter' && read !== null) {
      event.preventDefault();
      goTo(readMicros);
    } else if (event.key === 'Escape' && read !== null) {
      event.preventDefault();
      setRead(null);
    }
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setRead(Math.min(columnCount - 1, Math.max(0, column + by)));
  };
  const valueAt = (name: string): number => series.find((row) => row.id === name)?.values[column] ?? -1;
  return (
    <div ref={box} className={`metrics ${isNarrow ? 'is-narrow' : ''}`}>
      <div className="metrics-head small">
        <span className="code metrics-time">{`${printSeconds(readMicros)} s`}</span>
        <span className="ink-2 metrics-hint">{read === null ? t('metrics.at-now') : t('metrics.at-pointer')}</span>
        <span className="grow" />
        <span role="group" aria-label={t('metrics.span')} className="span-buttons">
          {spans.map((each) => (
            <button
              key={String(each)}
              type="button"
              className="button bare"
              aria-pressed={span === each}
              onClick={() => {
                setSpan(each);
                setRead(null);
              }}
            >
              {each === null ? t('metrics.all') : t('metrics.last', { seconds: each / 1_000_000 })}
            </button>
          ))}
        </span>
      </div>
      <div
        className="metrics-charts"
        role="slider"
        tabIndex={0}
        aria-label={t('metrics.name')}
        aria-valuemin={0}
        aria-valuemax={columnCount - 1}
        aria-valuenow={column}
        aria-valuetext={`${printSeconds(readMicros)} s: ${spokenValues(valueAt, words)}`}
        onKeyDown={onKey}
        onPointerMove={(event) => {
          const x = event.clientX - event.currentTarget.getBoundingClientRect().left - left;
          setRead(x < 0 || x > width ? null : Math.floor((x / width) * columnCount));
        }}
        onPointerLeave={() => {
          setRead(null);
        }}
        onClick={(event) => {
          const x = event.clientX - event.currentTarget.getBoundingClientRect().left - left;
          if (x >= 0 && x <= width) goTo(fromMicros + (x / width) * columnCount * columnMicros);
        }}
      >
        {charts.map((chart, index) => (
          <ChartRow
            key={chart.name}
            chart={chart}
            width={width}
            height={isNarrow ? 56 : Math.max(56, Math.min(92, (size.height - 110) / charts.length - 16))}
            column={column}
            isRead={read !== null}
            hasTicks={index === charts.length - 1}
            nowShare={(nowMicros - fromMicros) / (columnMicros * columnCount)}
          />
        ))}
      </div>
    </div>
  );
}

/** All values at the time that is read, for those who listen. */
function spokenValues(valueAt: (series: string) => number, { t }: Words): string {
  const said = charts.map((chart) => {
    const values = chart.lines.map((line) => `${line.label} ${printValue(valueAt(line.series), chart.kind)}`.trim());
    return `${t(`metrics.${chart.name}`)} ${values.join(', ')}`;
  });
  return said.join('; ');
}
