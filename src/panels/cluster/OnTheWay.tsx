import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { useApp } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import { printDuration } from '../../texts/format.ts';
import { endpointName, tagPieces } from './messages.ts';
import type { MessageRow } from './rows.ts';
import { useRows } from './tables.ts';

/** Where there is no room for wires: requests and responses under way as a list, each with the time that it still needs. */
export function OnTheWay(): ReactElement {
  const { t } = useWords();
  const messages = useRows('messages');
  const shown = messages.filter((message) => message.partition !== null).slice(0, 6);
  return (
    <section className="on-the-way">
      <h2>
        <span>{t('phone.on-the-way')}</span>
        <span className="code">{messages.length}</span>
      </h2>
      <ul>
        {shown.map((message) => (
          <Line key={message.id} message={message} />
        ))}
      </ul>
    </section>
  );
}

function Line({ message }: { readonly message: MessageRow }): ReactElement {
  const words = useWords();
  const { clock } = useApp();
  const left = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      clock.listen((now) => {
        if (left.current !== null) left.current.textContent = printDuration(Math.max(0, message.dueMicros - now));
      }),
    [clock, message.dueMicros],
  );
  const contents = tagPieces(message, words)
    .filter((piece) => piece.kind !== 'name' || piece.text !== message.api)
    .map((piece) => (piece.kind === 'record' ? piece.key : piece.text))
    .join(' ');
  return (
    <li>
      <span className={`tag-sample ${message.isResponse ? 'is-response' : ''}`}>{message.api}</span>
      <span className="grow">
        {words.t('phone.message', { from: endpointName(message.from, words), to: endpointName(message.to, words), contents })}
      </span>
      <span ref={left} className="code small ink-2" />
    </li>
  );
}
