import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import './producer.css';
import { useActs } from '../../app/acts.ts';
import { useApp } from '../../app/context.ts';
import { useSize } from '../../app/size.ts';
import { useWords } from '../../app/words.ts';
import { Button } from '../../design/Button.tsx';
import { OthersMenu } from '../../design/OthersMenu.tsx';
import { Accumulator } from './Accumulator.tsx';
import { Caller } from './Caller.tsx';
import { Flights } from './Flights.tsx';
import { printBytes } from './names.ts';
import type { ProducerChoiceRow, ProducerFactsRow } from './rows.ts';
import { SenderThread } from './SenderThread.tsx';
import { useRows } from './tables.ts';

/** A producer from the inside: four places that a record passes, from the caller's thread to the requests in flight. */
export function Panel(): ReactElement {
  const [box, size] = useSize();
  const { client } = useApp();
  const { t } = useWords();
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => {
    client.watch({
      projections: [
        { name: 'producer', query: { producer: chosen } },
        { name: 'cluster', query: { cellCount: 11 } },
      ],
    });
  }, [client, chosen]);
  const choices = useRows('producer.choices');
  const [facts] = useRows('producer.facts');
  return (
    <div ref={box} className={`producer ${size.windowWidth < 768 ? 'is-narrow' : ''}`}>
      {facts === undefined ? (
        <p className="view-empty ink-2">{t('producer.none')}</p>
      ) : (
        <>
          <Head facts={facts} choices={choices} choose={setChosen} />
          <div className="threads">
            <Caller facts={facts} />
            <Accumulator facts={facts} />
            <SenderThread facts={facts} />
            <Flights facts={facts} />
          </div>
        </>
      )}
    </div>
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
  const ref = { kind: 'producer', id: facts.id } as const;
  return (
    <header className="producer-head">
      <h2>{facts.id}</h2>
      <OthersMenu name={t('producer.choose')} label={t('group.others', { count: choices.length - 1 })} choices={choices} choose={choose} />
      <span className="code small">{`acks=${facts.acks}`}</span>
      <span className="code small">{`linger.ms ${String(facts.lingerMillis)}`}</span>
      <span className="code small">{`batch.size ${String(facts.batchSizeBytes)}`}</span>
      <span className="code small">{`max.in.flight.requests.per.connection ${String(facts.maxInFlight)}`}</span>
      <span className="code small">{`buffer.memory ${printBytes(facts.memoryTotalBytes)}`}</span>
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
    </header>
  );
}
