import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import type { SpaceTimeLayout } from './layout.ts';
import { lifelineDetail, lifelineName } from './names.ts';
import { useRows } from './tables.ts';

/** Who each line belongs to. */
export function Lifelines({ layout }: { readonly layout: SpaceTimeLayout }): ReactElement {
  const words = useWords();
  const rows = useRows('space-time.lifelines');
  const arrows = useRows('space-time.arrows');
  return (
    <svg width={layout.width} height={layout.height} className="stage-flags" aria-hidden="true">
      {rows.map((row) => {
        const y = layout.laneY.get(row.node) ?? 0;
        const detail = lifelineDetail(row, words);
        const isSmall = layout.laneHeight < 52 || layout.isNarrow;
        return (
          <g key={row.id} transform={`translate(0,${String(y + (layout.isNarrow ? -10 : 0))})`}>
            <text x="0" y={detail === '' || isSmall ? 5 : -2} className={`name on-paper ${isSmall ? 's13' : 's14'}`}>
              {lifelineName(row, words)}
            </text>
            {detail === '' || isSmall ? null : (
              <text x="0" y="15" className="s12 ink-2">
                {detail}
              </text>
            )}
          </g>
        );
      })}
      {arrows.length > 0 ? null : (
        <text x={layout.left + 16} y={betweenLanes(layout)} className="s14 ink-2 on-paper">
          {words.t('space-time.nothing')}
        </text>
      )}
    </svg>
  );
}

/** Halfway between the first line and the second, where no line runs through words. */
function betweenLanes({ laneY, laneHeight, axisY }: SpaceTimeLayout): number {
  const [first = axisY] = laneY.values();
  return first + laneHeight / 2 + 5;
}
