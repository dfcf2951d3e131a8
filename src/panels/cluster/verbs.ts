/** What can be done to each kind of thing: faults out of the engine's catalogue, and each noun's own verbs. */
import type { Catalogue } from '../../contract/engine-api.ts';
import { consumerVerbs, producerVerbs } from './client-verbs.ts';
import type { BrokerRow } from './rows.ts';
import { rowOf, rowsOf } from './tables.ts';
import { giving } from './verb.ts';
import type { Verb, VerbInput } from './verb.ts';

type Fault = Catalogue['faults'][number];

/** Keys that act while the menu is open, as its items show them. */
const faultKeys: Readonly<Record<string, string>> = { kill: 'K', pause: 'P', restart: 'R' };

/** The verbs of a thing, in the order in which they are looked for. */
export function verbsOf(input: VerbInput): readonly Verb[] {
  switch (input.ref.kind) {
    case 'broker':
      return [...faultItems(input, ['broker', 'disk'], { node: Number(input.ref.id) }), ...linkItems(input)];
    case 'controller':
      // Its faults are those of any process.
      return faultItems(input, ['broker'], { node: firstController }).filter((item) => !item.id.startsWith('stop'));
    case 'replica':
      return replicaVerbs(input);
    case 'partition':
      return partitionVerbs(input, input.ref.id);
    case 'producer':
      return producerVerbs(input);
    case 'consumer':
      return consumerVerbs(input);
    case 'message':
      return messageVerbs(input);
    case 'link':
      return faultItems(input, ['link'], linkEnds(input.ref.id));
    case 'event':
    case 'record':
      // What has happened can be gone back to, not changed.
      return [];
  }
}

function faultItems(
  input: VerbInput,
  targets: readonly Fault['target'][],
  fixed: Readonly<Record<string, string | number>>,
): readonly Verb[] {
  const items: Verb[] = [];
  for (const target of targets) {
    const faults = (input.catalogue?.faults ?? []).filter((fault) => fault.target === target);
    faults.forEach((fault, index) => {
      for (const params of paramsOf(fault, input, fixed)) {
        items.push(faultItem(input, fault, params, index === 0 && items.length > 0));
      }
    });
  }
  return items;
}

function faultItem(
  { ref, frame, words, submit }: VerbInput,
  fault: Fault,
  params: Readonly<Record<string, string | number>>,
  startsGroup: boolean,
): Verb {
  const broker = ref.kind === 'broker' ? rowOf(frame, 'brokers', ref.id) : undefined;
  const code = broker === undefined ? null : lockOf(fault.name, broker);
  const about = words.code('fault', `${fault.name}.about`, { ...params, count: broker?.unflushedCount ?? 0 });
  return {
    id: `${fault.name}${JSON.stringify(params)}`,
    label: words.code('fault', fault.name, params),
    consequence: about.endsWith('about') ? undefined : about,
    keyName: faultKeys[fault.name],
    locked: code === null ? undefined : words.t(`locked.${code}`),
    startsGroup,
    ...giving(submit, { kind: 'fault', fault: fault.name, params }),
  };
}

/** A fault between two things is one item for each other end; numbers take their first value. */
function paramsOf(
  fault: Fault,
  { ref, frame }: VerbInput,
  fixed: Readonly<Record<string, string | number>>,
): readonly Readonly<Record<string, string | number>>[] {
  const base: Record<string, string | number> = { ...fixed };
  for (const param of fault.params) if (param.kind !== 'node' && !(param.name in base)) base[param.name] = param.initial;
  const peer = fault.params.find((param) => param.kind === 'node' && !(param.name in fixed));
  if (peer === undefined) return [base];
  return rowsOf(frame, 'brokers')
    .filter((broker) => broker.id !== ref.id)
    .map((broker) => ({ ...base, [peer.name]: broker.broker }));
}

type Lock = 'is-running' | 'is-down' | 'is-paused' | 'not-paused' | 'stop-first';

/** Why a fault makes no sense now. */
function lockOf(fault: string, broker: BrokerRow): Lock | null {
  const isDown = broker.process === 'down';
  switch (fault) {
    case 'restart':
    case 'start':
      return isDown ? null : 'is-running';
    case 'resume':
      return broker.process === 'paused' ? null : 'not-paused';
    case 'pause':
      return isDown ? 'is-down' : broker.process === 'paused' ? 'is-paused' : null;
    case 'kill':
    case 'stop':
    case 'power-loss':
    case 'torn-write':
      return isDown ? 'is-down' : null;
    case 'wipe':
      return isDown ? null : 'stop-first';
    default:
      return null;
  }
}

function replicaVerbs(input: VerbInput): readonly Verb[] {
  const [partition = '', broker = ''] = input.ref.id.split('@');
  const own = partitionVerbs(input, partition);
  const machine = verbsOf({ ...input, ref: { kind: 'broker', id: broker } });
  return [...own, ...machine.map((item, index) => (index === 0 ? { ...item, startsGroup: true } : item))];
}

function partitionVerbs(input: VerbInput, id: string): readonly Verb[] {
  const { words, acts, submit, frame } = input;
  const { t } = words;
  const partition = rowOf(frame, 'partitions', id);
  if (partition === undefined) return [];
  const preferred = partition.replicas[0] ?? -1;
  return [
    {
      id: 'focus',
      label: t('verb.show-large'),
      choose: () => {
        acts.select({ kind: 'partition', id });
      },
    },
    {
      id: 'preferred',
      label: t('verb.elect-preferred', { broker: preferred }),
      locked: partition.leader === preferred ? t('locked.leads-already') : undefined,
      ...giving(submit, { kind: 'elect', election: 'preferred', partition: id }),
    },
    {
      id: 'unclean',
      label: t('verb.elect-unclean'),
      consequence: t('verb.elect-unclean-about'),
      locked: partition.leader >= 0 ? t('locked.has-leader') : undefined,
      ...giving(submit, { kind: 'elect', election: 'unclean', partition: id }),
    },
    ...[1, 2, 3]
      .filter((value) => value <= partition.replicas.length && value !== partition.minIsr)
      .map((value): Verb => ({
        id: `min${String(value)}`,
        label: t('verb.set-min-isr', { value }),
        startsGroup: false,
        ...giving(submit, { kind: 'configure-topic', topic: partition.topic, configs: { 'min.insync.replicas': String(value) } }),
      })),
    {
      id: 'delete-records',
      label: t('verb.delete-records'),
      consequence: t('verb.delete-records-about'),
      locked: partition.leader < 0 ? t('trouble.no-leader') : undefined,
      ...giving(submit, { kind: 'delete-records', partition: id, beforeOffset: -1 }),
    },
    ...faultItems({ ...input, ref: { kind: 'partition', id } }, ['partition'], { partition: id }),
  ];
}

/** The first controller's node: one is active at a time. */
const firstController = 101;

function messageVerbs({ words, submit, ref, frame, client }: VerbInput): readonly Verb[] {
  const message = rowOf(frame, 'messages', ref.id);
  if (message === undefined) return [{ id: 'gone', label: words.t('fact.message-gone'), choose: () => {} }];
  const act = (action: 'drop' | 'delay' | 'duplicate' | 'hold' | 'release'): void => {
    submit({ kind: 'message', message: message.message, action, delayMicros: action === 'delay' ? 500_000 : 0 });
  };
  const isHeld = message.state === 'held';
  const verbs = (['drop', 'delay', 'duplicate'] as const).map((action): Verb => ({
    id: action,
    label: words.t(`verb.message-${action}`),
    choose: () => {
      act(action);
    },
  }));
  const hold: Verb = isHeld
    ? {
        id: 'release',
        label: words.t('verb.message-release'),
        choose: () => {
          act('release');
        },
      }
    : {
        id: 'hold',
        label: words.t('verb.message-hold'),
        choose: () => {
          act('hold');
        },
      };
  const why: Verb = {
    id: 'why',
    label: words.t('verb.message-why'),
    startsGroup: true,
    choose: () => {
      void client.why(message.event);
    },
  };
  return message.event < 0 ? [hold, ...verbs] : [hold, ...verbs, why];
}

function linkEnds(id: string): Readonly<Record<string, number>> {
  const [from = '', to = ''] = id.split('>');
  const number = (endpoint: string): number => Number(endpoint.slice(endpoint.indexOf(':') + 1));
  return { from: number(from), to: number(to) };
}

/** A broker's links to its peers: cut or heal each; slow one; heal all that is broken. */
function linkItems(input: VerbInput): readonly Verb[] {
  const { frame, ref, catalogue, words, submit } = input;
  const from = Number(ref.id);
  const known = (name: string): Fault | undefined => catalogue?.faults.find((fault) => fault.name === name);
  const links = rowsOf(frame, 'links');
  const peers = rowsOf(frame, 'brokers').filter((broker) => broker.id !== ref.id);
  const item = (name: string, to: number, isFirst: boolean): Verb | null => {
    const fault = known(name);
    if (fault === undefined) return null;
    const params = { ...Object.fromEntries(fault.params.map((param) => [param.name, param.initial])), from, to };
    return {
      id: `${name}${String(to)}`,
      label: words.code('fault', name, params),
      consequence: words.code('fault', `${name}.about`, params),
      startsGroup: isFirst,
      keyName: undefined,
      ...giving(submit, { kind: 'fault', fault: name, params }),
    };
  };
  const isCut = (to: number): boolean =>
    links.some(
      (link) => link.isCut && [`broker:${ref.id}>broker:${String(to)}`, `broker:${String(to)}>broker:${ref.id}`].includes(link.id),
    );
  const cuts = peers.map((peer, index) => item(isCut(peer.broker) ? 'heal' : 'cut', peer.broker, index === 0));
  const slow = peers.slice(0, 2).map((peer, index) => item('slow-link', peer.broker, index === 0));
  const all: Verb | null =
    links.length > 0 && known('heal-all') !== undefined
      ? {
          id: 'heal-all',
          label: words.t('fault.heal-all'),
          consequence: words.t('fault.heal-all.about'),
          startsGroup: true,
          ...giving(submit, { kind: 'fault', fault: 'heal-all', params: {} }),
        }
      : null;
  return [...cuts, ...slow, all].filter((each) => each !== null);
}
