import { useRef } from 'react';
import type { ReactElement } from 'react';
import { useApp } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import { Button } from '../../design/Button.tsx';
import { showLog, useChoice } from './choice.ts';
import { closeFiles, downloadDisk, openFiles } from './files.ts';
import { useRows } from './tables.ts';

/** Which log, and the files that go out and come in. */
export function Head(): ReactElement {
  const app = useApp();
  const { t } = useWords();
  const source = useChoice((choice) => choice.source);
  const [log] = useRows('storage.log');
  return (
    <div className="storage-head">
      {source === 'files' ? <OpenedNames /> : <LogChoice />}
      <span className="grow" />
      <span className="storage-files">
        {source === 'files' || log === undefined ? null : (
          <Button
            icon="download"
            title={t('storage.download-about', { broker: log.broker })}
            onClick={() => {
              void downloadDisk(app, log.broker);
            }}
          >
            {t('storage.download', { broker: log.broker })}
          </Button>
        )}
        <OpenButton />
      </span>
    </div>
  );
}

/** Which partition, on whose disk. */
export function LogChoice(): ReactElement | null {
  const { session } = useApp();
  const { t } = useWords();
  const [log] = useRows('storage.log');
  if (log === undefined) return null;
  return (
    <>
      <select
        className="partition-choice code"
        aria-label={t('replication.choose')}
        value={log.partition}
        onChange={(event) => {
          session.setState({ focus: event.target.value });
          showLog({ source: 'broker' });
        }}
      >
        {log.allPartitions.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <span role="group" aria-label={t('storage.choose-broker')} className="span-buttons">
        {log.brokers.map((broker) => (
          <button
            key={broker}
            type="button"
            className="button bare"
            aria-pressed={broker === log.broker}
            onClick={() => {
              showLog({ source: 'broker', broker });
            }}
          >
            {t(broker === log.leader ? 'storage.broker-leads' : 'storage.broker', { broker })}
          </button>
        ))}
      </span>
      {log.isUp ? null : <strong className="small of-offline">{t('storage.down')}</strong>}
    </>
  );
}

function OpenedNames(): ReactElement {
  const app = useApp();
  const { t } = useWords();
  const names = useChoice((choice) => choice.openedNames);
  return (
    <>
      <h2 className="code storage-opened">
        {names.length > 2 ? t('storage.opened-many', { name: names[0], count: names.length - 1 }) : names.join(', ')}
      </h2>
      <span className="small ink-2">{t('storage.opened-about')}</span>
      <Button
        icon="close"
        onClick={() => {
          void closeFiles(app);
        }}
      >
        {t('storage.close-files')}
      </Button>
    </>
  );
}

function OpenButton(): ReactElement {
  const app = useApp();
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept=".log,.index,.timeindex"
        aria-label={t('storage.open')}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          void openFiles(app, files);
        }}
      />
      <Button
        icon="open"
        title={t('storage.open-about')}
        onClick={() => {
          input.current?.click();
        }}
      >
        {t('storage.open')}
      </Button>
    </>
  );
}
