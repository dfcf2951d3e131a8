import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { useApp, useSession } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import { printDuration } from '../../texts/format.ts';
import { endpointName, pollWords, tagPieces } from './messages.ts';
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
      <Waiting />
    </section>
  );
}

/** What waits at the brokers for the partition that is shown: it has no shelf here. */
function Waiting(): ReactElement | null {
  const words = useWords();
  const focus = useSession((state) => state.focus);
  const [first] = useRows('partitions');
  const waiting = useRows('waiting').filter(({ partition }) => partition === (focus ?? first?.id));
  if (waiting.length === 0) return null;
  return (
    <>
      <h2>
        <span>{words.t('phone.waiting')}</span>
        <span className="code">{waiting.length}</span>
      </h2>
      <ul>
        {waiting.slice(0, 4).map((row) => (
          <li key={row.id}>
            <span className="grow">{pollWords(row, words)}</span>
            <Left dueMicros={row.dueMicros} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** The time that is left, by the clock. */
function Left({ dueMicros }: { readonly dueMicros: number }): ReactElement {
  const { clock } = useApp();
  const left = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      clock.listen((now) => {
        if (left.current !== null) left.current.textContent = printDuration(Math.max(0, dueMicros - now));
      }),
    [clock, dueMicros],
  );
  return <span ref={left} className="code small ink-2" />;
}

function Line({ message }: { readonly message: MessageRow }): ReactElement {
  const words = useWords();
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
      {message.state === 'flying' ? (
        <Left dueMicros={message.dueMicros} />
      ) : (
        <span className="small ink-2">{words.t(`message.${message.state}`)}</span>
      )}
    </li>
  );
}
