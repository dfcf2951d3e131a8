import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { useApp } from '../../app/context.ts';
import { DifferenceMark } from '../../app/compare/marks.tsx';
import { useWords } from '../../app/words.ts';
import { printDuration } from '../../texts/format.ts';
import { keyColor, keyLetter, printBytes } from './names.ts';
import type { NewestRecordRow, ProducerFactsRow } from './rows.ts';
import { useRows } from './tables.ts';

/** The caller's thread: where send() runs, until the record lies in its batch. */
export function Caller({ facts }: { readonly facts: ProducerFactsRow }): ReactElement {
  const { t } = useWords();
  const [newest] = useRows('producer.newest');
  return (
    <section className="thread">
      <h3>
        {t('producer.caller')}
        <DifferenceMark place="caller" />
      </h3>
      <p className="small ink-2">{t('producer.caller-about')}</p>
      {newest === undefined ? (
        <p className="small ink-2 thread-part">{t('producer.nothing-sent')}</p>
      ) : (
        <Newest newest={newest} facts={facts} />
      )}
      <Memory facts={facts} />
    </section>
  );
}

function Newest({ newest, facts }: { readonly newest: NewestRecordRow; readonly facts: ProducerFactsRow }): ReactElement {
  const { t } = useWords();
  const key = newest.key ?? '';
  return (
    <>
      <div className="newest thread-part">
        <svg width="40" height="40" aria-hidden="true">
          <rect x="0.5" y="0.5" width="39" height="39" fill={keyColor(key)} stroke="var(--ink)" />
          <text x="20" y="25" textAnchor="middle" className="code on-key" style={{ fontSize: 15 }}>
            {keyLetter(key)}
          </text>
        </svg>
        <p className="code small">
          {newest.key === null ? t(newest.isKeyKnown ? 'producer.no-key' : 'producer.key-unknown') : t('producer.key', { key })}
          <br />
          {t('producer.record', { number: newest.number })}
        </p>
      </div>
      <dl className="steps small thread-part">
        <div>
          <dt className="ink-2">{t('producer.interceptors')}</dt>
          <dd className="code">
            {facts.interceptors.length === 0 ? t('producer.without') : facts.interceptors.map(shortClass).join(', ')}
          </dd>
        </div>
        <div>
          <dt className="ink-2">{t('producer.serializer')}</dt>
          <dd className="code">{newest.key === null ? 'null' : bytesText(newest.bytes)}</dd>
        </div>
      </dl>
      <div className="thread-part">
        <h4>{t('producer.which-partition')}</h4>
        {newest.key === null || facts.partitionerClass !== '' ? (
          <p className="small">
            {facts.partitionerClass === '' ? t('producer.sticky') : t('producer.by-class', { name: shortClass(facts.partitionerClass) })}
            <span className="code name"> {newest.partition}</span>
          </p>
        ) : (
          <Arithmetic newest={newest} />
        )}
      </div>
    </>
  );
}

/** The first bytes, as hexadecimal. */
function bytesText(bytes: readonly string[]): string {
  return bytes.slice(0, 8).join(' ') + (bytes.length > 8 ? ' +' : '');
}

/** The last part of a class's name. */
function shortClass(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function Arithmetic({ newest }: { readonly newest: NewestRecordRow }): ReactElement {
  const { t } = useWords();
  const keys = useRows('producer.keys').filter(({ id }) => id !== newest.key);
  const index = newest.partition.slice(newest.partition.lastIndexOf('-') + 1);
  return (
    <>
      <dl className="sum small code">
        <div>
          <dt>murmur2(key)</dt>
          <dd>{newest.hash}</dd>
        </div>
        <div>
          <dt>&amp; 0x7fffffff</dt>
          <dd>{newest.positive}</dd>
        </div>
        <div className="is-last">
          <dt>{`% ${String(newest.partitionCount)}`}</dt>
          <dd>{`= ${String(newest.partitionCount === 0 ? -1 : newest.positive % newest.partitionCount)}`}</dd>
        </div>
        <div>
          <dt className="name">{newest.partition}</dt>
          <dd />
        </div>
      </dl>
      {keys.length === 0 ? null : (
        <ul className="tick code ink-2">
          {keys.slice(0, 3).map(({ id, positive, partition }) => (
            <li key={id}>{`${id}  ${String(positive)} → ${String(partition)}`}</li>
          ))}
        </ul>
      )}
      <p className="small ink-2 thread-note">
        {String(newest.nextPartition) === index
          ? t('producer.one-more-stays', { count: newest.partitionCount + 1, key: newest.key })
          : t('producer.one-more-moves', { count: newest.partitionCount + 1, key: newest.key, partition: newest.nextPartition })}
      </p>
    </>
  );
}

/** buffer.memory, and the caller that waits for it. */
function Memory({ facts }: { readonly facts: ProducerFactsRow }): ReactElement {
  const { clock } = useApp();
  const { t } = useWords();
  const waited = useRef<HTMLSpanElement>(null);
  const { callerSinceMicros, memoryTotalBytes, memoryAvailableBytes } = facts;
  useEffect(
    () =>
      clock.listen((now) => {
        if (waited.current !== null) waited.current.textContent = printDuration(Math.max(0, now - callerSinceMicros));
      }),
    [clock, callerSinceMicros],
  );
  const used = memoryTotalBytes - memoryAvailableBytes;
  return (
    <div className="memory thread-part">
      <p className="small memory-line">
        <span className="ink-2 code">buffer.memory</span>
        <span className="code">{t('producer.of', { used: printBytes(used), total: printBytes(memoryTotalBytes) })}</span>
      </p>
      <div className="memory-bar" role="img" aria-label={t('producer.of', { used: printBytes(used), total: printBytes(memoryTotalBytes) })}>
        <i style={{ width: `${Math.max(0.4, (used / Math.max(1, memoryTotalBytes)) * 100).toFixed(1)}%` }} />
      </div>
      {facts.caller === 'free' ? (
        <p className="small ink-2">{t('producer.blocks', { seconds: facts.maxBlockMillis / 1000 })}</p>
      ) : (
        <p className="small name of-loss">
          {t(facts.caller === 'waits-for-memory' ? 'producer.waits-memory' : 'producer.waits-metadata')}{' '}
          <span ref={waited} className="code" />
        </p>
      )}
      {facts.queuedCount > 0 ? <p className="tick ink-2">{t('producer.behind', { count: facts.queuedCount })}</p> : null}
    </div>
  );
}
