import { useContext, useMemo } from 'react';
import type { ReactElement } from 'react';
import './storage.css';
import { CompareFrame } from '../../app/compare/CompareFrame.tsx';
import { useBeside, useIsOtherHere } from '../../app/compare/use-beside.ts';
import { SideContext } from '../../app/context.ts';
import type { FrameState } from '../../app/frame-store.ts';
import { useSize } from '../../app/size.ts';
import { useWords } from '../../app/words.ts';
import type { Words } from '../../app/words.ts';
import { Hex } from './Bytes.tsx';
import { lastCommonBatch, ledgerOf, storageDifferences, unlikeBytes } from './differences.ts';
import type { StorageDifference, StorageSide } from './differences.ts';
import { LogChoice } from './Head.tsx';
import { Facts, Ledger } from './Ledger.tsx';
import { printBytes } from './names.ts';
import { rowsOf, useRows } from './tables.ts';
import { useStorageRows } from './watch.ts';
import { Xray } from './Xray.tsx';

/** Between two histories that stand beside each other. */
const gap = 28;

/** One log on one broker’s disk in two histories: segments to one scale, the directories line by line, and a batch byte by byte. */
export function Compare(): ReactElement {
  const words = useWords();
  const [box, size] = useSize();
  const isBeside = size.windowWidth >= 1024 && size.width >= 900;
  const room = Math.max(240, size.width - edgesOf(size.windowWidth));
  const width = isBeside ? Math.floor((room - gap) / 2) : room;
  const isLoaded = useIsOtherHere('storage.log');
  const { here, there } = useBeside(sideOf);
  const common = useMemo(() => lastCommonBatch(here.segments, there.segments), [here.segments, there.segments]);
  useStorageRows(Math.max(5, Math.floor(width / 46)), 'broker', common);
  const differences = useMemo(() => storageDifferences(here, there).map((each) => inWords(each, words)), [here, there, words]);
  return (
    <CompareFrame
      box={box}
      form={isBeside ? 'beside' : 'stacked'}
      differences={differences}
      idsIn={idsIn}
      isLoaded={isLoaded}
    >
      <OneLog here={here} there={there} width={width} />
    </CompareFrame>
  );
}

const idsIn = (state: FrameState): readonly string[] => storageDifferences(sideOf(state, ''), sideOf(state, 'other:')).map(({ id }) => id);

/** The view’s edges, as in storage.css: the drawer’s handle stands at the right where there is no room for the drawer. */
function edgesOf(windowWidth: number): number {
  if (windowWidth < 768) return 0;
  if (windowWidth < 1024) return 48;
  return windowWidth < 1280 ? 72 : 48;
}

interface OneLogProps {
  readonly here: StorageSide;
  readonly there: StorageSide;
  readonly width: number;
}

function OneLog({ here, there, width }: OneLogProps): ReactElement | null {
  const { t } = useWords();
  const isHere = useContext(SideContext) === '';
  const rows = useMemo(() => ledgerOf(here.files, there.files), [here.files, there.files]);
  const own = isHere ? here : there;
  const { log } = own;
  if (log === undefined) return <p className="view-empty ink-2">{t('views.no-partition')}</p>;
  return (
    <div className="storage">
      <div className="storage-head">
        <LogChoice />
      </div>
      <Facts side={own} log={log} />
      <Xray
        log={log}
        width={width}
        isNarrow={width < 480}
        scaleBytes={Math.max(log.sizeBytes, (isHere ? there : here).log?.sizeBytes ?? 0)}
      />
      <Ledger
        title={t('storage.directory', { partition: log.partition, broker: log.broker })}
        rows={rows}
        side={isHere ? 'here' : 'there'}
        shownSegment={log.shownSegment}
      />
      <OneBatch other={(isHere ? there : here).bytes} columns={width >= 620 ? 16 : 8} />
    </div>
  );
}

/** The batch in large; a byte that the other history has otherwise is marked. */
function OneBatch({ other, columns }: { readonly other: StorageSide['bytes']; readonly columns: number }): ReactElement | null {
  const { t } = useWords();
  const [row] = useRows('storage.bytes');
  const fields = useRows('storage.fields');
  if (row === undefined) return null;
  const unlike = unlikeBytes(row, other);
  return (
    <section className="storage-bytes" aria-label={t('storage.bytes')}>
      <div className="storage-bytes-head">
        <h4>{t('storage.batch-at', { byte: row.position, base: row.baseOffset })}</h4>
        <span className="small ink-2">{t('storage.batch-bytes', { bytes: printBytes(row.sizeBytes) })}</span>
      </div>
      <p className="small">
        {unlike === null ? t('storage.other-batch', { base: row.baseOffset }) : t('storage.bytes-unlike', { count: unlike.size })}
      </p>
      <Hex row={row} fields={[...fields].sort((one, two) => one.order - two.order)} columns={columns} unlike={unlike} />
    </section>
  );
}

function sideOf(state: FrameState, side: '' | 'other:'): StorageSide {
  return {
    log: rowsOf(state, 'storage.log', side)[0],
    files: rowsOf(state, 'storage.files', side),
    segments: rowsOf(state, 'storage.segments', side),
    memory: rowsOf(state, 'storage.memory', side)[0],
    bytes: rowsOf(state, 'storage.bytes', side)[0],
  };
}

function inWords(difference: StorageDifference, words: Words): Parameters<typeof CompareFrame>[0]['differences'][number] {
  const { id, place, kind, params } = difference;
  const value = (text: string): string => {
    if (text === '–') return kind === 'file' ? words.t('storage.not-there') : text;
    if (kind === 'broker-runs') return words.t(text === 'yes' ? 'storage.runs' : 'storage.runs-not');
    return kind === 'file' || kind === 'bytes-of' ? printBytes(Number(text)) : text;
  };
  return { id, place, name: words.t(`difference.${kind}`, params), here: value(difference.here), there: value(difference.there) };
}
