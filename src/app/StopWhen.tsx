import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { MenuButton } from '../design/MenuButton.tsx';
import type { MenuItem } from '../design/Menu.tsx';
import { useApp, useSession } from './context.ts';
import { useWords } from './words.ts';

/** What people wait for most, first in the list when the engine knows it. */
const wanted = [
  'isrShrunk',
  'isrExpanded',
  'leaderElected',
  'recordsLost',
  'logTruncated',
  'sendFailed',
  'produceRefused',
  'brokerFenced',
  'messageLost',
  'invariantBroken',
];
const listed = 14;

/** Conditions that stop the run, out of the engine's own events. */
export function StopWhen(): ReactElement {
  const { client } = useApp();
  const { t, code } = useWords();
  const catalogue = useSession((state) => state.catalogue);
  const breaks = useSession((state) => state.breaks);
  const names = useMemo(() => {
    const known = catalogue?.events ?? [];
    // A broken invariant is no event of the cluster: it is seen from outside.
    const first = wanted.filter((name) => name === 'invariantBroken' || known.some((event) => event.name === name));
    const rest = known
      .filter((event) => event.level === 'milestone' && event.interest >= 2 && !first.includes(event.name))
      .map((event) => event.name);
    return [...first, ...rest].slice(0, listed);
  }, [catalogue]);
  const items: MenuItem[] = names.map((name) => {
    const isOn = breaks.some((condition) => condition.event === name);
    return {
      id: name,
      label: code('stop', name),
      isChecked: isOn,
      choose: () => {
        client.setBreaks(isOn ? breaks.filter((condition) => condition.event !== name) : [...breaks, { event: name, where: null }]);
      },
    };
  });
  items.push({
    id: 'next',
    label: t('stop.next-interesting'),
    keyName: '⇧→',
    startsGroup: true,
    choose: () => {
      client.nextInteresting();
    },
  });
  return (
    <MenuButton name={t('stop.name')} icon="stop-when" items={items} stays opensUp title={t('stop.title')}>
      {breaks.length === 0 ? t('stop.name') : t('stop.name-count', { count: breaks.length })}
    </MenuButton>
  );
}
