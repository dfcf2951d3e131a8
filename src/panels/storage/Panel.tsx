import { useState } from 'react';
import type { DragEvent, ReactElement } from 'react';
import './storage.css';
import { useApp } from '../../app/context.ts';
import { marginsOf, useSize } from '../../app/size.ts';
import { useWords } from '../../app/words.ts';
import { Bytes } from './Bytes.tsx';
import { Cleaning } from './Cleaning.tsx';
import { Costs } from './Costs.tsx';
import { Directory } from './Directory.tsx';
import { openFiles } from './files.ts';
import { Findings } from './Findings.tsx';
import { Head } from './Head.tsx';
import { Lookup } from './Lookup.tsx';
import { useRows } from './tables.ts';
import { useStorageRows } from './watch.ts';
import { Xray } from './Xray.tsx';

/** One log as files: the directory, segments and indexes to scale, a lookup step by step, and the bytes of a batch. */
export function Panel(): ReactElement {
  const [box, size] = useSize();
  const { t } = useWords();
  const app = useApp();
  const isNarrow = size.windowWidth < 768;
  const isWide = size.width >= 900;
  const room = Math.max(240, size.width - marginsOf(size));
  const width = isWide ? room - 372 : room;
  useStorageRows(Math.max(6, Math.floor(width / (isNarrow ? 48 : 46))));
  const [isOver, setIsOver] = useState(false);
  const [log] = useRows('storage.log');
  const onDrop = (event: DragEvent): void => {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    setIsOver(false);
    void openFiles(app, [...event.dataTransfer.files]);
  };
  return (
    <div
      ref={box}
      className={`storage ${isNarrow ? 'is-narrow' : ''} ${isOver ? 'is-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => {
        setIsOver(false);
      }}
      onDrop={onDrop}
    >
      <Head />
      <Findings />
      {log === undefined ? (
        <p className="view-empty ink-2">{t('views.no-partition')}</p>
      ) : log.isLog && size.width > 0 ? (
        <>
          <div className={isWide ? 'storage-top is-wide' : 'storage-top'}>
            <Directory log={log} isFolded={!isWide} />
            <Xray log={log} width={width} isNarrow={isNarrow} />
          </div>
          <Cleaning />
          <Lookup log={log} />
          <Bytes isNarrow={isNarrow} />
          <Costs />
        </>
      ) : null}
      {isOver ? <p className="storage-drop name">{t('storage.drop')}</p> : null}
    </div>
  );
}
