import type { MouseEvent, ReactElement } from 'react';
import { useActs } from '../../app/acts.ts';
import { objectKey } from '../../app/objects.ts';
import type { ObjectRef } from '../../app/objects.ts';
import { useWords } from '../../app/words.ts';
import { Icon } from '../../design/Icon.tsx';
import { consumerName, producerName } from './names.ts';
import { useRows } from './tables.ts';

/** Partitions of a consumer that are named; the rest is a count. */
const partitionsNamed = 3;

/** Where there is no room for clients beside the logs: each as a line, with what can be done to it. */
export function ClientList(): ReactElement | null {
  const words = useWords();
  const producers = useRows('producers');
  const consumers = useRows('consumers');
  if (producers.length + consumers.length === 0) return null;
  return (
    <section className="on-the-way">
      <h2>
        <span>{words.t('phone.clients')}</span>
        <span className="code">{producers.length + consumers.length}</span>
      </h2>
      <ul>
        {producers.map((row) => (
          <Line key={row.id} of={{ kind: 'producer', id: row.id }} about={`acks=${row.acks}`} name={producerName(row, words)} />
        ))}
        {consumers.map((row) => (
          <Line key={row.id} of={{ kind: 'consumer', id: row.id }} about={shortly(row.partitions)} name={consumerName(row, words)} />
        ))}
      </ul>
    </section>
  );
}

function shortly(partitions: readonly string[]): string {
  const more = partitions.length - partitionsNamed;
  return partitions.slice(0, partitionsNamed).join(' ') + (more > 0 ? ` +${String(more)}` : '');
}

function Line({ of, about, name }: { readonly of: ObjectRef; readonly about: string; readonly name: string }): ReactElement {
  const acts = useActs();
  const open = (event: MouseEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    acts.select(of);
    acts.openMenu(of, box.right - 8, box.bottom);
  };
  return (
    <li>
      <button type="button" className="client-line" data-object={objectKey(of)} aria-haspopup="menu" aria-label={name} onClick={open}>
        <strong>{of.id}</strong>
        <span className="code small ink-2 grow">{about}</span>
        <Icon name="more" />
      </button>
    </li>
  );
}
