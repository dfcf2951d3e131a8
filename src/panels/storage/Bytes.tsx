import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useActs } from '../../app/acts.ts';
import { useWords } from '../../app/words.ts';
import { Button } from '../../design/Button.tsx';
import { choose, useChoice } from './choice.ts';
import { Fields } from './Fields.tsx';
import { printBytes } from './names.ts';
import type { StorageBytesRow, StorageFieldRow } from './rows.ts';
import { useRows } from './tables.ts';

/** A batch byte by byte, beside what the bytes say. */
export function Bytes({ isNarrow }: { readonly isNarrow: boolean }): ReactElement | null {
  const { t } = useWords();
  const [row] = useRows('storage.bytes');
  const rows = useRows('storage.fields');
  const fields = useMemo(() => [...rows].sort((one, other) => one.order - other.order), [rows]);
  if (row === undefined) return null;
  const isWrong = row.storedCrc !== row.computedCrc;
  return (
    <section className="storage-bytes" aria-label={t('storage.bytes')}>
      <BytesHead row={row} />
      {isWrong ? (
        <p className="small of-loss">{t('storage.crc-wrong', { stored: hex32(row.storedCrc), computed: hex32(row.computedCrc) })}</p>
      ) : null}
      {row.problem === '' ? null : (
        <p className="small of-loss">
          {t('storage.records-unreadable')} <span lang="en">{row.problem}</span>
        </p>
      )}
      <div className="storage-bytes-body">
        <Hex row={row} fields={fields} columns={isNarrow ? 8 : 16} />
        <Fields row={row} fields={fields} />
      </div>
    </section>
  );
}

function BytesHead({ row }: { readonly row: StorageBytesRow }): ReactElement {
  const { t } = useWords();
  const acts = useActs();
  const part = row.part === 'content' ? 'storage.content-of' : 'storage.batch-at';
  const size = row.part === 'content' ? row.contentBytes : row.sizeBytes;
  const copy = (): void => {
    navigator.clipboard.writeText(hexLines(row.wholeHex === '' ? row.bytesHex : row.wholeHex)).then(
      () => {
        acts.say(t('share.copied'));
      },
      () => {
        acts.say(t('copy.refused'));
      },
    );
  };
  return (
    <div className="storage-bytes-head">
      <h2>{t(part, { byte: row.position, base: row.baseOffset })}</h2>
      <span className="small ink-2">
        {t(row.part === 'content' ? 'storage.content-bytes' : 'storage.batch-bytes', { bytes: printBytes(size) })}
      </span>
      <span className="grow" />
      {row.isCompressed && row.contentBytes > 0 ? (
        <Button
          kind="bare"
          onClick={() => {
            choose({ part: row.part === 'content' ? 'batch' : 'content', page: 0, field: null });
          }}
        >
          {t(row.part === 'content' ? 'storage.show-batch' : 'storage.show-content')}
        </Button>
      ) : null}
      {row.pageCount > 1 ? <Pages row={row} /> : null}
      <Button kind="bare" icon="copy" onClick={copy}>
        {t(row.wholeHex !== '' ? 'storage.copy' : 'storage.copy-page')}
      </Button>
    </div>
  );
}

function Pages({ row }: { readonly row: StorageBytesRow }): ReactElement {
  const { t } = useWords();
  const go = (page: number): void => {
    choose({ page, field: null });
  };
  return (
    <span className="storage-pages" role="group" aria-label={t('storage.pages')}>
      <Button
        kind="square"
        icon="step-back"
        aria-label={t('storage.page-before')}
        {...(row.page === 0 ? { locked: t('storage.first-page') } : {})}
        onClick={() => {
          go(row.page - 1);
        }}
      />
      <span className="code small">{t('storage.page', { page: row.page + 1, count: row.pageCount })}</span>
      <Button
        kind="square"
        icon="step"
        aria-label={t('storage.page-after')}
        {...(row.page + 1 >= row.pageCount ? { locked: t('storage.last-page') } : {})}
        onClick={() => {
          go(row.page + 1);
        }}
      />
    </span>
  );
}

interface HexProps {
  readonly row: StorageBytesRow;
  readonly fields: readonly StorageFieldRow[];
  readonly columns: number;
  /** Bytes that another history has otherwise. */
  readonly unlike?: ReadonlySet<number> | null;
}

/** Bytes in rows; fields are told apart by their ground, in turn, and the one that is pointed at is dark. */
export function Hex({ row, fields, columns, unlike = null }: HexProps): ReactElement {
  const lit = useChoice((choice) => choice.field);
  const { bytesHex, from } = row;
  const bytes = useMemo(() => bytesOfHex(bytesHex), [bytesHex]);
  const places = useMemo(() => placesOf(fields, from, bytes.length), [fields, from, bytes]);
  const lines = Array.from({ length: Math.ceil(bytes.length / columns) }, (_, line) => line * columns);
  return (
    <div className="storage-hex code" aria-hidden="true">
      {lines.map((start) => (
        <div key={start} className="hex-line">
          <span className="hex-at ink-3">{row.part === 'batch' ? row.position + from + start : from + start}</span>
          <span className="hex-bytes">
            {Array.from(bytes.subarray(start, start + columns), (byte, column) => {
              const place = places[start + column];
              return (
                <HexByte
                  key={column}
                  byte={byte}
                  place={place}
                  isLit={place !== undefined && place.id === lit}
                  isMiddle={column === columns / 2}
                  isUnlike={unlike?.has(start + column) === true}
                />
              );
            })}
            {Array.from({ length: Math.max(0, start + columns - bytes.length) }, (_, column) => (
              <i key={`none:${String(column)}`} />
            ))}
          </span>
          <span className="hex-text">
            {Array.from(bytes.subarray(start, start + columns), (byte, column) => (
              <i key={column} className={places[start + column]?.id === lit && lit !== null ? 'is-lit' : ''}>
                {byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'}
              </i>
            ))}
          </span>
        </div>
      ))}
    </div>
  );
}

interface Place {
  readonly id: string;
  readonly isOdd: boolean;
}

function HexByte({
  byte,
  place,
  isLit,
  isMiddle,
  isUnlike,
}: {
  readonly byte: number;
  readonly place: Place | undefined;
  readonly isLit: boolean;
  readonly isMiddle: boolean;
  readonly isUnlike: boolean;
}): ReactElement {
  const point = (): void => {
    if (place !== undefined) choose({ field: place.id });
  };
  const look = isLit ? 'is-lit' : place?.isOdd === true ? 'is-odd' : '';
  return (
    <i className={`${look} ${isMiddle ? 'is-middle' : ''} ${isUnlike ? 'is-unlike' : ''}`} onPointerEnter={point} onClick={point}>
      {byte.toString(16).padStart(2, '0')}
    </i>
  );
}

/** Which field each byte of the page belongs to. */
function placesOf(fields: readonly StorageFieldRow[], from: number, count: number): readonly (Place | undefined)[] {
  const places = new Array<Place | undefined>(count).fill(undefined);
  for (const [index, field] of fields.entries()) {
    const place = { id: field.id, isOdd: index % 2 === 1 };
    for (let at = Math.max(0, field.from - from); at < Math.min(count, field.to - from); at++) places[at] = place;
  }
  return places;
}

function bytesOfHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16);
  return bytes;
}

/** As people copy it: sixteen bytes a line. */
function hexLines(hex: string): string {
  const lines: string[] = [];
  for (let at = 0; at < hex.length; at += 32) lines.push((hex.slice(at, at + 32).match(/../g) ?? []).join(' '));
  return lines.join('\n');
}

function hex32(value: number): string {
  return `0x${(value >>> 0).toString(16).padStart(8, '0')}`;
}
