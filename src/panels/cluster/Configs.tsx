import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { Command } from '../../contract/command.ts';
import type { Catalogue, CellValue, EventRow } from '../../contract/engine-api.ts';
import { useApp, useFrame, useSession } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import { ConfigField } from './ConfigField.tsx';

type Scope = 'broker' | 'topic' | 'producer' | 'consumer';

/** Keys that a beginner meets first; the others follow in Kafka's own order. */
const firstKeys = [
  'acks',
  'min.insync.replicas',
  'replica.lag.time.max.ms',
  'unclean.leader.election.enable',
  'linger.ms',
  'batch.size',
  'retries',
  'enable.idempotence',
  'max.in.flight.requests.per.connection',
  'auto.offset.reset',
];
/** So many keys before "all". */
const closedCount = 5;

/** The configuration of a thing: each key with its value, its default and what it means; what can change while it runs can be changed. */
export function Configs({ kind, id }: { readonly kind: Scope; readonly id: string }): ReactElement | null {
  const { client } = useApp();
  const { t } = useWords();
  const catalogue = useSession((state) => state.catalogue);
  const [values, setValues] = useState<Readonly<Record<string, CellValue>> | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [isAll, setAll] = useState(false);
  // Configuration changes by commands, and those make milestones: asked for again only then.
  const eventCount = useFrame((state) => state.events.length);
  const refusedReason = useFrame((state) => reasonOfRefusal(state.events, state.at.micros, id));
  useEffect(() => {
    let isWanted = true;
    // A topic's configuration is asked of one of its partitions.
    void client.inspect(kind === 'topic' ? 'partition' : kind, kind === 'topic' ? `${id}-0` : id).then((found) => {
      if (isWanted) setValues(found);
    });
    return () => {
      isWanted = false;
    };
  }, [client, kind, id, eventCount]);
  const keys = orderedKeys(catalogue, kind, values);
  if (keys.length === 0 || values === null) return null;
  const shown = !isOpen ? [] : isAll ? keys : keys.slice(0, closedCount);
  return (
    <div className="configs">
      <h2>
        <button
          type="button"
          className="value disclose"
          aria-expanded={isOpen}
          onClick={() => {
            setOpen(!isOpen);
          }}
        >
          <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>{' '}
          {t('config.title', { name: kind === 'broker' ? t('object.broker', { broker: id }) : id })}
        </button>
      </h2>
      {shown.map((key) => {
        const definition = catalogue?.configs.find((config) => config.key === key && config.scope === kind);
        return definition === undefined ? null : (
          <ConfigField
            key={key}
            definition={definition}
            value={printValue(values[`config:${key}`] ?? definition.defaultValue)}
            refusedReason={refusedReason.includes(key) ? t('config.refused', { reason: refusedReason }) : ''}
            save={(value) => client.submit(commandFor(kind, id, key, value))}
          />
        );
      })}
      {isOpen && keys.length > closedCount ? (
        <button
          type="button"
          className="link small"
          aria-expanded={isAll}
          onClick={() => {
            setAll(!isAll);
          }}
        >
          {isAll ? t('config.fewer') : t('config.all', { count: keys.length })}
        </button>
      ) : null}
    </div>
  );
}

/** What the controller answered to the last change of this resource's configuration, when it refused: Kafka's own words. */
function reasonOfRefusal(events: readonly EventRow[], atMicros: number, subject: string): string {
  const answered = events.filter(
    ({ name, args, micros }) =>
      micros <= atMicros &&
      (name === 'adminRefused' || name === 'adminSucceeded') &&
      args['api'] === 'IncrementalAlterConfigs' &&
      args['subject'] === subject,
  );
  const last = answered.at(-1);
  return last?.name === 'adminRefused' ? String(last.args['message'] ?? '') : '';
}

function orderedKeys(catalogue: Catalogue | null, kind: Scope, values: Readonly<Record<string, CellValue>> | null): readonly string[] {
  if (catalogue === null || values === null) return [];
  const keys = catalogue.configs.filter((config) => config.scope === kind).map((config) => config.key);
  const rank = (key: string): number => (firstKeys.includes(key) ? firstKeys.indexOf(key) : firstKeys.length);
  return [...keys].sort((one, other) => rank(one) - rank(other));
}

function printValue(value: CellValue | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}

function commandFor(kind: Scope, id: string, key: string, value: string): Command {
  switch (kind) {
    case 'producer':
    case 'consumer':
      return { kind: 'configure-client', client: id, configs: { [key]: value } };
    case 'topic':
      return { kind: 'configure-topic', topic: id, configs: { [key]: value } };
    case 'broker':
      return { kind: 'configure-broker', broker: Number(id), configs: { [key]: value } };
  }
}
