import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import './records.css';
import { useApp, useSession } from '../../app/context.ts';
import { useSize } from '../../app/size.ts';
import { asked } from './asked.ts';
import { RecordList } from './RecordList.tsx';
import { Totals } from './Totals.tsx';
import type { Fate } from './rows.ts';

/** Every record's fate: totals that filter, and the list. */
export function Panel(): ReactElement {
  const [box, size] = useSize();
  const { client } = useApp();
  const [fate, setFate] = useState<Fate | null>(null);
  // The first row of the window; -1: the newest, as long as the person stays at the end.
  const [firstRow, setFirstRow] = useState(-1);
  const selection = useSession((state) => state.selection);
  const isNarrow = size.windowWidth < 768;
  const rowHeight = isNarrow ? 56 : 30;
  const rowCount = Math.min(200, Math.ceil(Math.max(size.height, 300) / rowHeight) + 24);
  const selected = selection?.kind === 'record' ? selection.id : null;
  useEffect(() => {
    client.watch(asked({ fate, firstRow, rowCount, selected }));
  }, [client, fate, firstRow, rowCount, selected]);
  return (
    <div ref={box} className={`records ${isNarrow ? 'is-narrow' : ''}`}>
      <Totals
        fate={fate}
        choose={(next) => {
          setFate(next === fate ? null : next);
          setFirstRow(-1);
        }}
      />
      {size.width === 0 ? null : <RecordList key={fate ?? 'all'} rowHeight={rowHeight} isNarrow={isNarrow} fate={fate} ask={setFirstRow} />}
    </div>
  );
}
