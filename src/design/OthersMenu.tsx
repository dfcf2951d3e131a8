import type { ReactElement } from 'react';
import { MenuButton } from './MenuButton.tsx';

interface OthersMenuProps {
  readonly name: string;
  /** What the button says: how many others there are. */
  readonly label: string;
  readonly choices: readonly { readonly id: string; readonly isShown: boolean; readonly consequence?: string }[];
  readonly choose: (id: string) => void;
}

/** In the head of a view that shows one of its kind: the way to the others, where there are any. */
export function OthersMenu({ name, label, choices, choose }: OthersMenuProps): ReactElement | null {
  if (choices.length < 2) return null;
  return (
    <MenuButton
      name={name}
      items={choices.map(({ id, isShown, consequence }) => ({
        id,
        label: id,
        consequence,
        isChecked: isShown,
        choose: () => {
          choose(id);
        },
      }))}
    >
      {label}
    </MenuButton>
  );
}
