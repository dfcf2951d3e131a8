import { useStore } from 'zustand';
import type { ReactElement } from 'react';
import { useActs } from '../../app/acts.ts';
import { useApp, useSession } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import { exposureRefusal } from '../../scenario/exposure.ts';
import { Menu } from '../../design/Menu.tsx';
import { verbsOf } from './verbs.ts';

/** The verbs of the thing whose menu is open: what can be done to it now; what cannot says why. */
export function ObjectMenu(): ReactElement | null {
  const app = useApp();
  const acts = useActs();
  const words = useWords();
  const menu = useSession((state) => state.menu);
  const catalogue = useSession((state) => state.catalogue);
  const exposes = useSession((state) => state.exposes);
  const frame = useStore(app.frames);
  if (menu === null) return null;
  const verbs = verbsOf({
    ref: menu.ref,
    frame,
    catalogue,
    words,
    submit: (command) => {
      void app.client.submit(command);
    },
    acts,
    client: app.client,
  });
  const items = verbs.map((verb) => {
    const refusal = verb.command === undefined ? null : exposureRefusal(exposes, verb.command);
    return refusal === null ? verb : { ...verb, locked: words.problem(refusal) };
  });
  return <Menu name={words.t('menu.name')} items={items} at={menu} close={acts.closeMenu} />;
}
