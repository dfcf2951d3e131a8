import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import type { TextParams } from '../../texts/format.ts';
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
          <span className="code small">{row.atByte < 0 ? '' : t('storage.at-byte', { byte: row.atByte })}</span>
          <span>{code('finding', row.code, paramsOf(row.params))}</span>
        </li>
      ))}
    </ul>
  );
}

function paramsOf(text: string): TextParams {
  return JSON.parse(text) as TextParams;
}
