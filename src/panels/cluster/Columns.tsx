import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { printSeconds } from '../../texts/format.ts';
import { cutText, hasRoomBeside } from './cut-text.ts';
import type { ColumnPlace, StageLayout } from './layout.ts';
import { leadsWords } from './names.ts';
import type { BrokerRow } from './rows.ts';
import { useRow } from './tables.ts';

/** The machines: a column each, with a head that says what the process does and what the controller thinks of it. */
export function Columns({ layout }: { readonly layout: StageLayout }): ReactElement {
  return (
    <g>
      {layout.columns.map((column) => (
        <Column key={column.broker} column={column} />
      ))}
    </g>
  );
}

function Column({ column }: { readonly column: ColumnPlace }): ReactElement | null {
  const broker = useRow('brokers', String(column.broker));
  if (broker === undefined) return null;
  const { x, y, width, height } = column;
  const isDown = broker.process === 'down';
  const isFenced = !isDown && broker.registration !== 'active';
  return (
    <g>
      {isDown ? null : <rect x={x} y={y} width={width} height={height} fill="var(--lane)" />}
      {isDown ? (
        <rect x={x + 0.75} y={y} width={width - 1.5} height={height} className="dead-machine" />
      ) : (
        <line x1={x} y1={y} x2={x + width} y2={y} stroke="var(--ink)" strokeWidth="3" />
      )}
      {isFenced ? (
        <path d={`M${String(x)} ${String(y)}v${String(height)}M${String(x + width)} ${String(y)}v${String(height)}`} className="fence" />
      ) : null}
      <Head column={column} broker={broker} />
    </g>
  );
}

function Head({ column, broker }: { readonly column: ColumnPlace; readonly broker: BrokerRow }): ReactElement {
  const words = useWords();
  const { x, y, width } = column;
  const name = words.t('object.broker', { broker: broker.broker });
  const state = headState(broker, words.t);
  const isTrouble = broker.process !== 'running' || broker.registration !== 'active';
  if (width < 110) return <NarrowHead column={column} broker={broker} isTrouble={isTrouble} />;
  // What has no room beside the name stands in the line below it.
  const hasRoom = hasRoomBeside(width, name, state);
  return (
    <g>
      <text x={x + 8} y={y + 24}>
        <tspan className="s16 name">{name}</tspan>
        {hasRoom ? (
          <tspan dx="8" className={`s12 ${isTrouble ? `name ${broker.process === 'down' ? 'of-offline' : 'of-outsync'}` : 'ink-3'}`}>
            {state}
          </tspan>
        ) : null}
      </text>
      {broker.process === 'paused' ? (
        <path
          d={`M${String(x + width - 66)} ${String(y + 13)}v12M${String(x + width - 60)} ${String(y + 13)}v12`}
          stroke="var(--ink)"
          strokeWidth="3"
        />
      ) : null}
      {hasRoom ? (
        <text x={x + 8} y={y + 42} className="s11 ink-3">
          {cutText(rackWords(broker, words, subtitle(broker, words)), width - 14, 5.9)}
        </text>
      ) : (
        <text
          x={x + 8}
          y={y + 42}
          className={`s11 ${isTrouble ? `name ${broker.process === 'down' ? 'of-offline' : 'of-outsync'}` : 'ink-3'}`}
        >
          {cutText(rackWords(broker, words, state), width - 14, 5.9)}
        </text>
      )}
    </g>
  );
}

/** A column of a matrix: its number, and what it does as far as there is room. */
function NarrowHead({
  column,
  broker,
  isTrouble,
}: {
  readonly column: ColumnPlace;
  readonly broker: BrokerRow;
  readonly isTrouble: boolean;
}): ReactElement {
  const words = useWords();
  const { x, y, width } = column;
  const name = words.t('object.broker', { broker: broker.broker });
  const color = broker.process === 'down' ? 'of-offline' : 'of-outsync';
  const state =
    broker.process === 'running' && isTrouble ? words.t(`registration.${broker.registration}`) : words.t(`process.${broker.process}`);
  return (
    <g>
      <text x={x + 4} y={y + 20} className="s13 name">
        {width < name.length * 7.2 ? broker.broker : name}
      </text>
      <text x={x + 4} y={y + 37} className={`s11 ${isTrouble ? `name ${color}` : 'ink-3'}`}>
        {state}
      </text>
      {broker.rack === null ? null : (
        <text x={x + 4} y={y + 51} className="s11 ink-3">
          {broker.rack}
        </text>
      )}
    </g>
  );
}

/** Racks are named where there are any. */
function rackWords(broker: BrokerRow, words: ReturnType<typeof useWords>, rest: string): string {
  return broker.rack === null ? rest : `${words.t('broker.rack', { rack: broker.rack })} · ${rest}`;
}

function headState(broker: BrokerRow, t: ReturnType<typeof useWords>['t']): string {
  const since = { time: printSeconds(broker.sinceMicros, 1) };
  if (broker.process === 'down') return t('broker.stopped-at', since);
  if (broker.process !== 'running') return t(`process.${broker.process}`);
  if (broker.registration === 'active') return t('process.running');
  return t('broker.fenced-since', { ...since, state: t(`registration.${broker.registration}`) });
}

function subtitle(broker: BrokerRow, words: ReturnType<typeof useWords>): string {
  if (broker.isDiskFailed) return words.t('broker.disk-failed');
  if (broker.isDiskSlow) return words.t('broker.disk-slow');
  return leadsWords(broker, words);
}
