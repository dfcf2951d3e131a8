import type { ReactElement } from 'react';
import { useApp } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import { Button } from '../../design/Button.tsx';
import { printBytes } from './names.ts';
import type { StorageLogRow, StorageMachineRow } from './rows.ts';
import { useRows } from './tables.ts';

/** The machine under the log: what its page cache holds, what had to be read from the disk, and what each part costs, to be changed. */
export function Machine({ log }: { readonly log: StorageLogRow }): ReactElement | null {
  const [machine] = useRows('storage.machine');
  const { client } = useApp();
  const { t } = useWords();
  if (machine === undefined) return null;
  return (
    <>
      <h2>{t('storage.machine')}</h2>
      {machine.isOn ? <Use machine={machine} log={log} /> : <p className="small">{t('storage.costs-off')}</p>}
      <p className="storage-power">
        <Button
          onClick={() => {
            void client.submit({ kind: 'set-costs', costs: machine.isOn ? null : {} });
          }}
        >
          {t(machine.isOn ? 'storage.costs-switch-off' : 'storage.costs-switch-on')}
        </Button>
      </p>
    </>
  );
}

function Use({ machine, log }: { readonly machine: StorageMachineRow; readonly log: StorageLogRow }): ReactElement {
  const { t } = useWords();
  const share = machine.cacheBytes === 0 ? 0 : machine.cachedBytes / machine.cacheBytes;
  const { memoryReadBytes, diskReadBytes, dirtyBytes, cpuBusyMicros, diskBusyMicros } = machine;
  const isWhole = machine.cachedFrom <= log.logStartOffset;
  return (
    <>
      <div className="storage-memory is-thin" aria-hidden="true">
        <span className="storage-memory-disk is-full" style={{ width: `${String(share * 100)}%` }} />
      </div>
      <p className="small">
        {t('storage.cache-holds', {
          bytes: printBytes(machine.cachedBytes),
          room: printBytes(machine.cacheBytes),
          dirty: printBytes(dirtyBytes),
        })}
      </p>
      <p className="small">{isWhole ? t('storage.cache-whole') : t('storage.cache-from', { offset: machine.cachedFrom })}</p>
      <p className="small">{t('storage.reads', { memory: printBytes(memoryReadBytes), disk: printBytes(diskReadBytes) })}</p>
      {machine.missPartition === '' ? null : (
        <p className="small">
          {t('storage.last-miss', {
            partition: machine.missPartition,
            offset: machine.missOffset,
            bytes: printBytes(machine.missBytes),
            span: printMicros(machine.missMicros),
          })}
        </p>
      )}
      <p className="small ink-2">{t('storage.busy', { cpu: printMicros(cpuBusyMicros), disk: printMicros(diskBusyMicros) })}</p>
    </>
  );
}

function printMicros(micros: number): string {
  return `${String(Math.round(micros / 100) / 10)} ms`;
}
