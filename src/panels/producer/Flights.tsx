import type { ReactElement } from 'react';
import { DifferenceMark } from '../../app/compare/marks.tsx';
import { useWords } from '../../app/words.ts';
import { Ring } from './Ring.tsx';
import type { FlightRow, ProducerFactsRow } from './rows.ts';
import { useRows } from './tables.ts';

/** Requests in flight: as many slots for each connection as max.in.flight.requests.per.connection. */
export function Flights({ facts }: { readonly facts: ProducerFactsRow }): ReactElement {
  const { t } = useWords();
  const connections = useRows('producer.connections');
  const flights = useRows('producer.flights');
  return (
    <section className="thread">
      <h3>
        {t('producer.flights')}
        <DifferenceMark place="flights" />
      </h3>
      <p className="small ink-2">{t('producer.in-flight-about')}</p>
      {connections.map((connection) => (
        <div key={connection.id} className="thread-part">
          <p className="queue-name small">
            <span className="name">{t('object.broker', { broker: connection.broker })}</span>
            <span className="code">{t('producer.slots', { count: connection.count, max: facts.maxInFlight })}</span>
          </p>
          <Slots max={facts.maxInFlight} flights={flights.filter(({ broker }) => broker === connection.broker)} />
          {connection.state === '' ? <p className="tick ink-3">{t('producer.not-connected')}</p> : null}
        </div>
      ))}
    </section>
  );
}

const mostSlots = 6;

function Slots({ max, flights }: { readonly max: number; readonly flights: readonly FlightRow[] }): ReactElement {
  const { t } = useWords();
  const slots = Math.min(mostSlots, Math.max(max, flights.length));
  return (
    <ul className="slots">
      {Array.from({ length: slots }, (_, index) => {
        const flight = flights[index];
        return (
          <li key={flight?.id ?? `free ${String(index)}`}>
            <svg width="112" height="20" aria-hidden="true">
              <path
                d="M0.75 0.75H102l9 9.25l-9 9.25H0.75z"
                fill={flight === undefined ? 'none' : 'var(--now)'}
                stroke={flight === undefined ? 'var(--edge)' : 'var(--now-edge)'}
                strokeDasharray={flight === undefined ? '1.5 3' : undefined}
              />
              {flight === undefined ? null : (
                <text x="7" y="14" className="code s11 on-now">
                  {flightText(flight)}
                </text>
              )}
            </svg>
            {flight === undefined ? null : (
              <>
                <span className="spoken">{`${flight.api} ${flight.partitions.join(', ')}`}</span>
                <Ring name={t('producer.request-timeout')} startMicros={flight.sentMicros} dueMicros={flight.dueMicros} hasText={false} />
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** The sequence of its first batch, which says most in the least room; without one, how many records it carries. */
function flightText({ api, baseSequences, counts }: FlightRow): string {
  if (api !== 'Produce') return api.slice(0, 14);
  const [sequence = -1] = baseSequences;
  const more = baseSequences.length > 1 ? ` +${String(baseSequences.length - 1)}` : '';
  return sequence >= 0 ? `seq ${String(sequence)}${more}` : `${String(counts.reduce((sum, count) => sum + count, 0))} rec`;
}
