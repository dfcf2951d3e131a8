import type { ButtonHTMLAttributes, ReactElement, ReactNode, Ref } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';

/** A button: a verb with its object. A locked one keeps its place, stays reachable, and says why. */
export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> {
  readonly kind?: 'plain' | 'primary' | 'bare' | 'square' | 'start';
  readonly icon?: IconName;
  /** Why it cannot be pressed now; absent: it can. */
  readonly locked?: string | undefined;
  readonly children?: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** Draws a button of the given kind. */
export function Button({ kind = 'plain', icon, locked, children, className = '', onClick, ...rest }: ButtonProps): ReactElement {
  const isLocked = locked !== undefined;
  return (
    <button
      type="button"
      className={`button ${kind === 'plain' ? '' : kind} ${className}`.trim()}
      aria-disabled={isLocked ? true : undefined}
      title={locked}
      onClick={isLocked ? undefined : onClick}
      {...rest}
    >
      {icon === undefined ? null : <Icon name={isLocked && kind !== 'square' && kind !== 'primary' ? 'lock' : icon} />}
      {children}
      {isLocked ? <span className="spoken">{locked}</span> : null}
    </button>
  );
}
