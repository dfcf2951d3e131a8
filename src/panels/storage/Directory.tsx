import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { showBatch } from './choice.ts';
import { printBytes } from './names.ts';
import type { StorageFileRow, StorageLogRow } from './rows.ts';
import { useRows } from './tables.ts';

/** The directory as a listing: names and bytes. A segment's files are shown with it. */
export function Directory({ log, isFolded }: { readonly log: StorageLogRow; readonly isFolded: boolean }): ReactElement {
  const { t } = useWords();
  const files = [...useRows('storage.files')].sort((one, other) => one.order - other.order);
  const title = log.source === 'files' ? t('storage.files') : t('storage.directory', { partition: log.partition, broker: log.broker });
  const preallocated = files.find((file) => file.usedBytes >= 0 && file.usedBytes < file.sizeBytes);
  const list = (
    <>
      <ul className="storage-listing" tabIndex={0} aria-label={title}>
        {files.map((file) => (
          <FileLine key={file.id} file={file} isShown={file.segment >= 0 && file.segment === log.shownSegment} />
        ))}
      </ul>
      {preallocated === undefined ? null : (
        <p className="small ink-2">{t('storage.preallocated', { used: printBytes(preallocated.usedBytes) })}</p>
      )}
    </>
  );
  if (!isFolded)
    return (
      <section className="storage-directory">
        <h2 className="code">{title}</h2>
        {list}
      </section>
    );
  return (
    <details className="storage-directory">
      <summary className="small">{t('storage.directory-folded', { title, count: files.length })}</summary>
      {list}
    </details>
  );
}

function FileLine({ file, isShown }: { readonly file: StorageFileRow; readonly isShown: boolean }): ReactElement {
  const { t } = useWords();
  const isLog = file.id.endsWith('.log');
  const name = <span className="code">{file.id}</span>;
  return (
    <li className={`storage-file ${isShown ? 'is-shown' : ''} ${file.isDeleted ? 'is-deleted' : ''}`}>
      {isLog && file.segment >= 0 ? (
        <button
          type="button"
          className="value"
          aria-pressed={isShown}
          onClick={() => {
            showBatch(file.segment, null);
          }}
        >
          {name}
        </button>
      ) : (
        name
      )}
      <span className="code">{file.isDeleted ? t('storage.waits') : printBytes(file.sizeBytes)}</span>
    </li>
  );
}
