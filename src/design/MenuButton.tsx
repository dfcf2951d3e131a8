import { useRef, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Menu } from './Menu.tsx';
import type { MenuItem } from './Menu.tsx';
import type { IconName } from './icons.ts';

interface MenuButtonProps {
  readonly name: string;
  readonly icon?: IconName;
  readonly kind?: 'plain' | 'bare';
  readonly items: readonly MenuItem[];
  readonly stays?: boolean;
  /** The menu grows upwards: for controls at the bottom of the window. */
  readonly opensUp?: boolean;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
}

/** A button that opens a menu beside itself. */
export function MenuButton({
  name,
  icon,
  kind = 'bare',
  items,
  stays = false,
  opensUp = false,
  title,
  children,
}: MenuButtonProps): ReactElement {
  const button = useRef<HTMLButtonElement>(null);
  const [at, setAt] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const open = (): void => {
    const box = button.current?.getBoundingClientRect();
    if (box === undefined) return;
    // A menu that grows upwards is asked for at the bottom and moved inside the window by its own height.
    setAt({ x: box.left, y: opensUp ? box.top - 4 - Math.min(items.length * 28 + 24, window.innerHeight) : box.bottom + 4 });
  };
  return (
    <>
      <Button
        ref={button}
        kind={kind}
        {...(icon === undefined ? {} : { icon })}
        aria-haspopup="menu"
        aria-expanded={at !== null}
        aria-label={children === undefined ? name : undefined}
        title={children === undefined ? name : undefined}
        onClick={() => {
          if (at === null) open();
          else setAt(null);
        }}
      >
        {children}
      </Button>
      {at === null ? null : (
        <Menu
          name={name}
          {...(title === undefined ? {} : { title })}
          items={items}
          at={at}
          stays={stays}
          close={() => {
            setAt(null);
          }}
        />
      )}
    </>
  );
}
