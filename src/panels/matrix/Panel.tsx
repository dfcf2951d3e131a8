import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import './matrix.css';
import { useApp, useSession } from '../../app/context.ts';
import { marginsOf, useSize } from '../../app/size.ts';
import { useWords } from '../../app/words.ts';
import { asked } from './asked.ts';
import { Filters } from './Filters.tsx';
import { PartitionList } from './PartitionList.tsx';
import type { MatrixFilter } from './rows.ts';
import { TopicMap } from './TopicMap.tsx';
import { useRows } from './tables.ts';

/** So many partitions can be drawn by the Cluster view's projection beside this one; above, menus wait for that view. */
const smallCluster = 64;

/** Topics and partitions of a whole cluster: what is in trouble is seen at once, and each row says what describe would. */
export function Panel(): ReactElement {
  const [box, size] = useSize();
  const { client } = useApp();
  const { t } = useWords();
  const [filter, setFilter] = useState<MatrixFilter | null>(null);
  const [isTroubleFirst, setTroubleFirst] = useState(false);
  const [firstRow, setFirstRow] = useState(0);
  const selection = useSession((state) => state.selection);
  const [totals] = useRows('matrix.totals');
  const isNarrow = size.windowWidth < 768;
  const rowHeight = isNarrow ? 60 : 28;
  const rowCount = Math.min(200, Math.ceil(Math.max(size.height, 300) / rowHeight) + 24);
  const selected = selection?.kind === 'partition' ? selection.id : null;
  const isSmall = (totals?.partitions ?? 0) <= smallCluster;
  useEffect(() => {
    client.watch(asked({ filter, isTroubleFirst, firstRow, rowCount, selected }, isSmall));
  }, [client, filter, isTroubleFirst, firstRow, rowCount, selected, isSmall]);
  return (
    <div ref={box} className={`matrix ${isNarrow ? 'is-narrow' : ''}`}>
      <Filters
        filter={filter}
        choose={(next) => {
          setFilter(next === filter ? null : next);
          setFirstRow(0);
        }}
      />
      <TopicMap width={size.width - marginsOf(size)} isNarrow={isNarrow} />
      <label className="small trouble-first">
        <input
          type="checkbox"
          checked={isTroubleFirst}
          onChange={(event) => {
            setTroubleFirst(event.currentTarget.checked);
          }}
        />
        {t('matrix.trouble-first')}
      </label>
      {size.width === 0 ? null : (
        <PartitionList key={`${filter ?? ''} ${String(isTroubleFirst)}`} rowHeight={rowHeight} isNarrow={isNarrow} ask={setFirstRow} />
      )}
    </div>
  );
}
