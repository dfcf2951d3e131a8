import type { ReactElement } from 'react';
import { Button } from '../design/Button.tsx';
import { useApp, useFrame, useSession } from './context.ts';
import { useWords } from './words.ts';

/** Shows another history beside this one, on the same clock; locked until there is another. */
export function CompareButton(): ReactElement {
  const { client } = useApp();
  const { t } = useWords();
  const comparing = useSession((state) => state.comparing);
  const other = useFrame((state) => [...state.branches].reverse().find((branch) => !branch.isCurrent) ?? null);
  if (comparing !== null)
    return (
      <Button
        kind="bare"
        icon="close"
        onClick={() => {
          client.compare(null);
        }}
      >
        {t('compare.end')}
      </Button>
    );
  return (
    <Button
      kind="bare"
      icon="compare"
      locked={other === null ? t('compare.locked') : undefined}
      onClick={() => {
        if (other !== null) client.compare(other.id);
      }}
    >
      {t('bar.compare')}
    </Button>
  );
}
