import type { ReactElement } from 'react';
import { useApp, useSession } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import { Button } from '../../design/Button.tsx';
import { printDuration, printSeconds } from '../../texts/format.ts';
import { Legend } from './Legend.tsx';
import { arrowLabel, arrowTitle, eventSentence, lifelineName } from './names.ts';
import type { ArrowRow, ChainRow } from './rows.ts';
import { useRows } from './tables.ts';

/** The selected message or event: what it is, what it needed, what it led to, and what can be done about it. */
export function Inspector(): ReactElement {
  const words = useWords();
  const { t } = words;
  const selection = useSession((state) => state.selection);
  const arrows = useRows('space-time.arrows');
  const chain = useRows('space-time.chain');
  const self = chain.find((row) => row.relation === 'self');
  const arrow = selection?.kind === 'message' ? arrows.find((row) => row.id === selection.id) : undefined;
  if (self === undefined)
    return (
      <section className="inspector space-time-facts">
        <p className="small ink-2">{t('space-time.select')}</p>
        <Legend />
      </section>
    );
  return (
    <section className="inspector space-time-facts">
      {arrow === undefined ? (
        <>
          <h2>{eventSentence(self, words)}</h2>
          <p className="small ink-2 code">{`${printSeconds(self.micros)} s`}</p>
        </>
      ) : (
        <MessageHead arrow={arrow} />
      )}
      <Relation title={t('space-time.needed')} empty={t('space-time.needed-nothing')} rows={factsOf(chain, 'needed')} isNewest />
      <Relation title={t('space-time.led')} empty={t('space-time.led-nothing')} rows={factsOf(chain, 'led')} isNewest={false} />
      {arrow === undefined ? null : <MessageVerbs arrow={arrow} />}
      <Legend />
    </section>
  );
}

/** Messages are on the picture; words are for what they did. */
function factsOf(chain: readonly ChainRow[], relation: ChainRow['relation']): readonly ChainRow[] {
  return chain.filter((row) => row.relation === relation && row.name !== 'messageSent');
}

function MessageHead({ arrow }: { readonly arrow: ArrowRow }): ReactElement {
  const words = useWords();
  const lifelines = useRows('space-time.lifelines');
  const nameOf = (node: number): string =>
    lifelineName(
      lifelines.find((row) => row.node === node),
      words,
    );
  const label = arrowLabel(arrow, words);
  return (
    <>
      <h2>{label === arrow.api ? arrowTitle(arrow, words) : `${arrowTitle(arrow, words)}, ${label}`}</h2>
      <p className="small ink-2">
        {words.t('space-time.route', {
          from: nameOf(arrow.from),
          to: nameOf(arrow.to),
          takes: printDuration(arrow.dueMicros - arrow.sentMicros),
        })}
        {arrow.state === 'sent' ? null : <strong className="of-loss">{` ${words.t(`space-time.state-${arrow.state}`)}`}</strong>}
      </p>
      {arrow.partition === '' ? null : <p className="small code">{arrow.partition}</p>}
    </>
  );
}

const shownFacts = 6;

interface RelationProps {
  readonly title: string;
  readonly empty: string;
  readonly rows: readonly ChainRow[];
  /** The nearest causes are the newest, the nearest consequences the oldest. */
  readonly isNewest: boolean;
}

function Relation({ title, empty, rows, isNewest }: RelationProps): ReactElement {
  const words = useWords();
  const { client } = useApp();
  const shown = isNewest ? rows.slice(-shownFacts) : rows.slice(0, shownFacts);
  return (
    <>
      <h3>{title}</h3>
      {shown.length === 0 ? <p className="small ink-2">{empty}</p> : null}
      <ol className={`chain-line ${isNewest ? '' : 'is-led'}`}>
        {shown.map((row) => (
          <li key={row.id}>
            <button
              type="button"
              className="link code small"
              onClick={() => {
                client.seekToEvent(row.event);
              }}
            >
              {printSeconds(row.micros)}
            </button>
            <span className="small">{eventSentence(row, words)}</span>
          </li>
        ))}
      </ol>
      {rows.length > shown.length ? (
        <p className="small ink-3">{words.t('space-time.and-more', { count: rows.length - shown.length })}</p>
      ) : null}
    </>
  );
}

/** One message can be dropped or delayed: it is gone back to, and another history begins there. */
function MessageVerbs({ arrow }: { readonly arrow: ArrowRow }): ReactElement {
  const { client } = useApp();
  const { t } = useWords();
  const act = (action: 'drop' | 'delay'): void => {
    client.pause();
    client.seekToEvent(arrow.event);
    void client.submit({ kind: 'message', message: arrow.event, action, delayMicros: action === 'delay' ? 1_000_000 : 0 });
  };
  return (
    <>
      <p className="verb-row">
        <Button
          onClick={() => {
            act('drop');
          }}
        >
          {t('space-time.drop')}
        </Button>
        <Button
          onClick={() => {
            act('delay');
          }}
        >
          {t('space-time.delay')}
        </Button>
      </p>
      <p className="small ink-2">{t('space-time.another', { time: printSeconds(arrow.sentMicros) })}</p>
    </>
  );
}
