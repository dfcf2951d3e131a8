import type { ReactElement } from 'react';
import type { ExplanationHop } from '../contract/engine-api.ts';
import { Sheet } from '../design/Sheet.tsx';
import { printSeconds } from '../texts/format.ts';
import { useApp, useSession } from './context.ts';
import { glyphOf } from './event-glyphs.ts';
import { Say } from './Say.tsx';
import { useWords } from './words.ts';

/** The most hops that are read in one line; a longer chain keeps its beginning and its end. */
const hopsShown = 6;

/**
 * The answer to "Why?": the chain of causes from what you did to what happened, each hop a jump in time. It lies under the picture and
 * covers nothing of it.
 */
export function WhyCallout(): ReactElement | null {
  const { session } = useApp();
  const words = useWords();
  const { t } = words;
  const why = useSession((state) => state.why);
  if (why === null) return null;
  const chain = why.hops === null ? [] : [...why.hops].reverse();
  const asked = chain.at(-1)?.event;
  const rule = asked === undefined ? '' : words.why(asked);
  return (
    <Sheet
      name={t('why.name')}
      className="why"
      closeName={t('close')}
      close={() => {
        session.setState({ why: null });
      }}
      title={asked === undefined ? t('why.asking') : <Say>{t('why.title', { what: words.what(asked).replace(/[.。]$/, '') })}</Say>}
      aside={asked === undefined ? null : <span className="small ink-3">{t('why.source', { source: words.source(asked) })}</span>}
    >
      {asked === undefined ? null : <Chain chain={chain} />}
      {rule === '' ? null : (
        <p className="why-rule">
          <Say>{rule}</Say>
        </p>
      )}
    </Sheet>
  );
}

function Chain({ chain }: { readonly chain: readonly ExplanationHop[] }): ReactElement {
  const { t } = useWords();
  const isLong = chain.length > hopsShown;
  const shown = isLong ? [...chain.slice(0, 2), ...chain.slice(-(hopsShown - 2))] : chain;
  return (
    <ol className="chain">
      {shown.map((hop, index) => (
        <li key={hop.event.id} className={index === shown.length - 1 ? 'is-last' : ''}>
          <Hop hop={hop} isLast={index === shown.length - 1} />
          {isLong && index === 1 ? <span className="small ink-3">{t('why.left-out', { count: chain.length - hopsShown })}</span> : null}
        </li>
      ))}
    </ol>
  );
}

function Hop({ hop, isLast }: { readonly hop: ExplanationHop; readonly isLast: boolean }): ReactElement {
  const { client } = useApp();
  const words = useWords();
  const { event } = hop;
  const isLoss = ['lost', 'error'].includes(glyphOf(event));
  const end = !isLast ? '' : isLoss ? 'ends-in-loss' : 'ends';
  return (
    <>
      <span className={`hop-line ${end} ${hop.link === 'because' ? 'is-because' : ''}`} aria-hidden="true">
        <i />
      </span>
      <button
        type="button"
        className="link code tick"
        onClick={() => {
          client.seekToEvent(event.id);
        }}
      >{`${printSeconds(event.micros)} s`}</button>
      <span className="hop-words">
        <Say>{words.what(event)}</Say>
      </span>
    </>
  );
}
