import { scaleLinear } from 'd3-scale';
import { memo } from 'react';
import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { printSeconds } from '../../texts/format.ts';
import { printValue, roundUp } from './charts.ts';
import type { Chart } from './charts.ts';
import { useRows } from './tables.ts';

interface ChartProps {
  readonly chart: Chart;
  readonly width: number;
  readonly height: number;
  /** The column that is read. */
  readonly column: number;
  readonly isRead: boolean;
  readonly hasTicks: boolean;
  /** Where now is, as a share of the width. */
  readonly nowShare: number;
}

/** One chart: what it is, its JMX name, its lines, and the values at the time that is read. */
export function ChartRow({ chart, width, height, column, isRead, hasTicks, nowShare }: ChartProps): ReactElement {
  const { t } = useWords();
  const series = useRows('metrics.series');
  const lines = chart.lines.map((line) => ({ line, values: series.find((row) => row.id === line.series)?.values ?? [] }));
  const top = roundUp(Math.max(1, ...lines.flatMap(({ values }) => values)));
  const columnCount = lines[0]?.values.length ?? 1;
  const readX = ((column + 0.5) / Math.max(1, columnCount)) * width;
  const nowX = Math.min(1, Math.max(0, nowShare)) * width;
  return (
    <section className="chart-row">
      <div className="chart-name">
        <h3>{t(`metrics.${chart.name}`)}</h3>
        {chart.jmx.map((name) => (
          <p key={name} className="code tick ink-3">
            <Broken name={name} />
          </p>
        ))}
      </div>
      <svg width={width} height={height + (hasTicks ? 18 : 0)} className="chart" aria-hidden="true" overflow="visible">
        <line x1="0" y1={height} x2={width} y2={height} stroke="var(--edge)" />
        <line x1="0" y1="2" x2={width} y2="2" stroke="var(--line)" />
        <clipPath id={`above-zero-${chart.name}`}>
          <rect x="0" y="-2" width={width} height={height} />
        </clipPath>
        <Lines lines={lines} top={top} width={width} height={height} above={`url(#above-zero-${chart.name})`} />
        <text x="0" y="13" className="s11 ink-3 on-paper">
          {printValue(top, chart.kind)}
        </text>
        <rect x={nowX - 2} y="0" width="4" height={height} fill="var(--now)" stroke="var(--now-edge)" />
        {isRead ? <line x1={readX} y1="0" x2={readX} y2={height} stroke="var(--ink)" strokeWidth="1.5" /> : null}
        {hasTicks ? <Ticks width={width} y={height + 14} columnCount={columnCount} /> : null}
      </svg>
      <dl className="chart-values">
        {lines.map(({ line, values }) => (
          <div key={line.series}>
            {line.label === '' ? <dt className="spoken">{t(`metrics.${chart.name}`)}</dt> : null}
            {line.label === '' ? null : (
              <dt className="small ink-2">
                <svg width="18" height="8" aria-hidden="true">
                  <line x1="0" y1="4" x2="18" y2="4" className={`metric-line ${line.className}`} />
                </svg>{' '}
                {line.label.startsWith('p')
                  ? line.label
                  : t(line.label === 'under-replicated' ? 'metrics.label-urp' : 'metrics.label-min-isr')}
              </dt>
            )}
            <dd className="code">{printValue(values[column] ?? -1, chart.kind)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** A JMX name breaks behind its commas and colons, never inside a word. */
function Broken({ name }: { readonly name: string }): ReactElement {
  return (
    <>
      {name.split(/(?<=[,:=])/).map((part) => (
        <span key={part} className="unbroken">
          {part}
          <wbr />
        </span>
      ))}
    </>
  );
}

interface LinesProps {
  readonly lines: readonly { readonly line: Chart['lines'][number]; readonly values: readonly number[] }[];
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** The clip of what is above zero: none of them is no trouble, and has no colour of trouble. */
  readonly above: string;
}

const Lines = memo(function Lines({ lines, top, width, height, above }: LinesProps): ReactElement {
  return (
    <>
      {lines.map(({ line, values }) => (
        <path
          key={line.series}
          d={stepPath(values, top, { width, height })}
          className={`metric-line ${line.className}`}
          clipPath={isTrouble(line.className) ? above : undefined}
          fill="none"
        />
      ))}
    </>
  );
});

const isTrouble = (className: string): boolean => className === 'is-loss' || className === 'is-outsync';

/** Steps, not slopes: between two columns nothing was measured. */
function stepPath(values: readonly number[], top: number, { width, height }: { readonly width: number; readonly height: number }): string {
  const x = scaleLinear([0, Math.max(1, values.length)], [0, width]);
  const y = scaleLinear([0, top], [height, 3]);
  let path = '';
  let isOpen = false;
  values.forEach((value, index) => {
    if (value < 0) {
      isOpen = false;
      return;
    }
    const at = y(value).toFixed(1);
    path += isOpen ? `V${at}` : `M${x(index).toFixed(1)} ${at}`;
    path += `H${x(index + 1).toFixed(1)}`;
    isOpen = true;
  });
  return path;
}

function Ticks({
  width,
  y,
  columnCount,
}: {
  readonly width: number;
  readonly y: number;
  readonly columnCount: number;
}): ReactElement | null {
  const [shown] = useRows('metrics.window');
  if (shown === undefined) return null;
  const shares = width < 480 ? [0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1];
  const total = shown.columnMicros * columnCount;
  return (
    <>
      {shares.map((share) => (
        <text
          key={share}
          x={share * width}
          y={y}
          textAnchor={share === 0 ? 'start' : share === 1 ? 'end' : 'middle'}
          className="code s11 ink-3"
        >
          {`${printSeconds(shown.fromMicros + share * total, total < 4_000_000 ? 3 : 1)} s`}
        </text>
      ))}
    </>
  );
}
