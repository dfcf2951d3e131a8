import { useContext, useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import './producer.css';
import { useActs } from '../../app/acts.ts';
import { DifferenceMark } from '../../app/compare/marks.tsx';
import { SideContext, useApp } from '../../app/context.ts';
import { useSize } from '../../app/size.ts';
import { useWords } from '../../app/words.ts';
import { Button } from '../../design/Button.tsx';
import { OthersMenu } from '../../design/OthersMenu.tsx';
import { Accumulator } from './Accumulator.tsx';
import { asked } from './asked.ts';
import { Caller } from './Caller.tsx';
import { Flights } from './Flights.tsx';
import { printBytes } from './names.ts';
import type { ProducerChoiceRow, ProducerFactsRow } from './rows.ts';
import { SenderThread } from './SenderThread.tsx';
import { useRows } from './tables.ts';

/** A producer from the inside: four places that a record passes, from the caller's thread to the requests in flight. */
export function Panel(): ReactElement {
  const [box, size] = useSize();
  const choose = useProducerRows();
  return (
    <div ref={box} className={`producer ${size.windowWidth < 768 ? 'is-narrow' : ''}`}>
      <OneProducer choose={choose} />
    </div>
  );
}

/** Asks for the rows of a producer; returns how to choose another. */
export function useProducerRows(): (producer: string) => void {
  const { client } = useApp();
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => {
    client.watch(asked(chosen));
  }, [client, chosen]);
  return setChosen;
}

/** The shown producer. */
export function OneProducer({ choose }: { readonly choose: (producer: string) => void }): ReactElement {
  const { t } = useWords();
  const choices = useRows('producer.choices');
  const [facts] = useRows('producer.facts');
  if (facts === undefined) return <p className="view-empty ink-2">{t('producer.none')}</p>;
  return (
    <>
      <Head facts={facts} choices={choices} choose={choose} />
      <div className="threads">
        <Caller facts={facts} />
        <Accumulator facts={facts} />
        <SenderThread facts={facts} />
        <Flights facts={facts} />
      </div>
    </>
  );
}

interface HeadProps {
  readonly facts: ProducerFactsRow;
  readonly choices: readonly ProducerChoiceRow[];
  readonly choose: (producer: string) => void;
}

function Head({ facts, choices, choose }: HeadProps): ReactElement {
  const acts = useActs();
  const { t } = useWords();
  const side = useContext(SideContext);
  const ref = { kind: 'producer', id: facts.id } as const;
  return (
    <header className="producer-head">
      <h2>
        {facts.id}
        <DifferenceMark place="head" />
      </h2>
      <OthersMenu name={t('producer.choose')} label={t('group.others', { count: choices.length - 1 })} choices={choices} choose={choose} />
      <span className="code small">{`acks=${facts.acks}`}</span>
      <span className="code small">{`linger.ms ${String(facts.lingerMillis)}`}</span>
      <span className="code small">{`batch.size ${String(facts.batchSizeBytes)}`}</span>
      <span className="code small">{`max.in.flight.requests.per.connection ${String(facts.maxInFlight)}`}</span>
      <span className="code small">{`buffer.memory ${printBytes(facts.memoryTotalBytes)}`}</span>
      {/* What is done is done in the history that is shown, not in the one beside it. */}
      {side !== '' ? null : (
        <span className="producer-acts">
          <Button
            kind="bare"
            onClick={() => {
              acts.select(ref);
            }}
          >
            {t('producer.configs')}
          </Button>
          <Button
            data-object={`producer:${facts.id}`}
            aria-haspopup="menu"
            onClick={(event) => {
              const corner = event.currentTarget.getBoundingClientRect();
              acts.openMenu(ref, corner.left, corner.bottom + 4);
            }}
          >
            {t('producer.verbs')}
          </Button>
        </span>
      )}
    </header>
  );
}
