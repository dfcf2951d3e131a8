import type { ReactElement } from 'react';

/** The name of a key. */
export function Keycap({ children }: { readonly children: string }): ReactElement {
  return <kbd className="keycap">{children}</kbd>;
}
