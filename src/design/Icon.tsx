import type { ReactElement } from 'react';
import { icons } from './icons.ts';
import type { IconName } from './icons.ts';

/** An icon in the colour of the text beside it. It is never the only name of a control. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }): ReactElement {
  const icon: { readonly path: string; readonly isFilled?: true } = icons[name];
  const stroke = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.6, strokeLinecap: 'square' } as const;
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={icon.path} {...(icon.isFilled === true ? { fill: 'currentColor' } : stroke)} />
    </svg>
  );
}
