import { useMemo } from 'react';
import type { ReactElement } from 'react';
import './producer.css';
import { CompareFrame } from '../../app/compare/CompareFrame.tsx';
import { useBeside, useIsOtherHere } from '../../app/compare/use-beside.ts';
import type { FrameState } from '../../app/frame-store.ts';
import { useSize } from '../../app/size.ts';
import { useWords } from '../../app/words.ts';
import type { Words } from '../../app/words.ts';
import { producerDifferences } from './differences.ts';
import type { ProducerDifference, ProducerSide } from './differences.ts';
import { printBytes } from './names.ts';
import { OneProducer, useProducerRows } from './Panel.tsx';
import { rowsOf } from './tables.ts';

/** A producer in two histories: the same four places beside each other. */
export function Compare(): ReactElement {
  const words = useWords();
  const [box, size] = useSize();
  const choose = useProducerRows();
  const isLoaded = useIsOtherHere('producer.facts');
  const { here, there } = useBeside(sideOf);
  const differences = useMemo(() => producerDifferences(here, there).map((each) => inWords(each, words)), [here, there, words]);
  return (
    <CompareFrame
      box={box}
      form={size.width < 900 ? 'stacked' : 'beside'}
      differences={differences}
      idsIn={idsIn}
      isLoaded={isLoaded}
    >
      <div className="producer is-narrow">
        <OneProducer choose={choose} />
      </div>
    </CompareFrame>
  );
}

function sideOf(state: FrameState, side: '' | 'other:'): ProducerSide {
  return {
    facts: rowsOf(state, 'producer.facts', side),
    queues: rowsOf(state, 'producer.queues', side),
    batches: rowsOf(state, 'producer.batches', side),
    flights: rowsOf(state, 'producer.flights', side),
  };
}

const idsIn = (state: FrameState): readonly string[] => producerDifferences(sideOf(state, ''), sideOf(state, 'other:')).map(({ id }) => id);

function inWords(difference: ProducerDifference, words: Words): Parameters<typeof CompareFrame>[0]['differences'][number] {
  const { id, place, kind, params } = difference;
  const reason = params['reason'];
  const named = typeof reason === 'string' ? { reason: words.code('producer.reason', reason) } : params;
  const value = (text: string): string => {
    if (text === '–') return text;
    if (kind === 'caller') return words.code('producer.caller', text);
    return kind === 'memory' ? printBytes(Number(text)) : text;
  };
  return { id, place, name: words.t(`difference.${kind}`, named), here: value(difference.here), there: value(difference.there) };
}
