import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { printSeconds } from '../../texts/format.ts';
import { textWidth } from './controller-log.ts';
import type { PlacedEntry } from './controller-log.ts';
import type { StageLayout } from './layout.ts';
import { joinWords } from './names.ts';
import { useRow, useRows } from './tables.ts';

interface ControllerLogProps {
  readonly layout: StageLayout;
  readonly entries: readonly PlacedEntry[];
  readonly endX: number;
}

/** The controller above all: it decides by appending to a log of its own, which brokers read at their own pace. */
export function ControllerLog({ layout, entries, endX }: ControllerLogProps): ReactElement {
  const { t } = useWords();
  const cluster = useRow('cluster', 'cluster');
  const y = layout.controllerY;
  const isDown = cluster?.controller === 'down';
  const fold = layout.left;
  return (
    <g className={isDown ? 'is-down' : undefined}>
      {layout.form === 'wide' ? (
        <g>
          <text x="24" y={y + 8} className="s14 name">
            {t('controller.name')}
          </text>
          {cluster !== undefined && cluster.controller !== 'active' ? (
            <text x="24" y={y + 25} className="s12 name of-outsync">
              {t(`controller.${cluster.controller}`, { time: printSeconds(cluster.controllerSinceMicros, 1) })}
            </text>
          ) : (
            <>
              <text x="24" y={y + 25} className="s11 ink-3">
                {t('controller.about-1')}
              </text>
              <text x="24" y={y + 40} className="s11 ink-3">
                {t('controller.about-2')}
              </text>
            </>
          )}
        </g>
      ) : null}
      <path
        d={`M${String(fold)} ${String(y + 0.5)}h18M${String(fold)} ${String(y + 31.5)}h18`}
        stroke="var(--edge)"
        strokeDasharray="2 2"
        fill="none"
      />
      <path d={`M${String(fold + 6)} ${String(y + 3)}l4 6l-5 6.5l5 6.5l-4 6`} stroke="var(--edge)" fill="none" strokeWidth="1.3" />
      {entries.map((item) => (
        <Entry key={item.entry.id} item={item} y={y} isDown={isDown} />
      ))}
      <line x1={endX} y1={y - 14} x2={endX} y2={y + 36} stroke="var(--ink)" strokeWidth="1.5" />
      <text x={endX + 6} y={y - 6} className="code s11 ink-3">
        {cluster?.metadataEndOffset ?? ''}
      </text>
      <BrokersRead layout={layout} entries={entries} endX={endX} y={y} endOffset={cluster?.metadataEndOffset ?? -1} />
    </g>
  );
}

function Entry({ item, y, isDown }: { readonly item: PlacedEntry; readonly y: number; readonly isDown: boolean }): ReactElement {
  return (
    <g>
      <rect
        x={item.x + 0.5}
        y={y + 0.5}
        width={item.width - 1}
        height="31"
        fill="var(--paper)"
        stroke="var(--ink)"
        strokeDasharray={isDown ? '1.5 3' : undefined}
      />
      <text x={item.x + 6} y={y + 13} className="s11 name">
        {item.title}
      </text>
      <text x={item.x + 6} y={y + 26} className="s11 ink-2">
        {item.detail}
      </text>
      <text x={item.x + 1} y={y - 6} className="code s11 ink-3">
        {item.entry.offset}
      </text>
    </g>
  );
}

interface BrokersReadProps extends ControllerLogProps {
  readonly y: number;
  readonly endOffset: number;
}

/** How far each broker has read the decisions: one mark for those at the same offset. */
function BrokersRead({ layout, entries, endX, y, endOffset }: BrokersReadProps): ReactElement {
  const words = useWords();
  const brokers = useRows('brokers').filter((broker) => broker.process !== 'down');
  const groups = new Map<number, number[]>();
  for (const broker of brokers) groups.set(broker.metadataOffset, [...(groups.get(broker.metadataOffset) ?? []), broker.broker]);
  const xOf = (offset: number): number =>
    offset >= endOffset ? endX : (entries.find((item) => item.entry.offset >= offset)?.x ?? layout.left + 9);
  return (
    <g>
      {[...groups].map(([offset, group]) => {
        const x = xOf(offset);
        const isAtEnd = offset >= endOffset;
        const text = isAtEnd
          ? words.t('controller.read-to-here', { brokers: joinWords(group.map(String), words), count: group.length })
          : group.join(', ');
        const isBefore = isAtEnd && x + 26 + textWidth(text) > layout.width;
        return (
          <g key={offset}>
            <path d={`M${String(x)} ${String(y + 36)}l5 9h-10z`} fill="var(--paper)" stroke="var(--ink)" strokeWidth="1.4" />
            <text x={isBefore ? x - 10 : isAtEnd ? x + 26 : x + 8} y={y + 46} textAnchor={isBefore ? 'end' : 'start'} className="s11 ink-2">
              {text}
            </text>
          </g>
        );
      })}
    </g>
  );
}
