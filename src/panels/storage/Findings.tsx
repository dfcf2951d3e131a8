import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import type { TextParams } from '../../texts/format.ts';
import { showByte } from './choice.ts';
import type { StorageFindingRow } from './rows.ts';
import { useRows } from './tables.ts';

/** What is wrong with opened files, and where. */
export function Findings(): ReactElement | null {
  const { t, code } = useWords();
  const findings = useRows('storage.findings');
  const [log] = useRows('storage.log');
  if (log?.source !== 'files') return null;
  if (findings.length === 0) return <p className="small of-insync storage-findings">{t('storage.no-findings')}</p>;
  const rows = [...findings].sort((one, other) => one.order - other.order);
  return (
    <ul className="storage-findings" aria-label={t('storage.findings')}>
      {rows.map((row) => (
        <li key={row.id}>
          <span className="code small ink-2">{row.fileName}</span>
          <Place row={row} isLog={log.isLog} />
          <span>{code('finding', row.code, paramsOf(row.params))}</span>
        </li>
      ))}
    </ul>
  );
}

/** The byte, and the way to it where it is one of a log. */
function Place({ row, isLog }: { readonly row: StorageFindingRow; readonly isLog: boolean }): ReactElement {
  const { t } = useWords();
  const files = useRows('storage.files');
  const segments = useRows('storage.segments');
  const named = files.find((file) => file.id === row.fileName)?.segment ?? -1;
  const segment = named >= 0 ? named : segments.length === 1 ? segments[0]?.baseOffset : undefined;
  const text = row.atByte < 0 ? '' : t('storage.at-byte', { byte: row.atByte });
  if (text === '' || !isLog || segment === undefined || row.fileName.endsWith('index')) return <span className="code small">{text}</span>;
  return (
    <button
      type="button"
      className="link code small"
      onClick={() => {
        showByte(segment, row.atByte);
      }}
    >
      {text}
    </button>
  );
}

function paramsOf(text: string): TextParams {
  return JSON.parse(text) as TextParams;
}
