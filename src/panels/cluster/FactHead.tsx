import type { ReactElement } from 'react';

/** The name of what is inspected, and its state in its colour. */
export function FactHead({
  name,
  state,
  color,
  isCode = true,
}: {
  readonly name: string;
  readonly state: string;
  readonly color: string;
  readonly isCode?: boolean;
}): ReactElement {
  return (
    <div className="fact-head">
      <h2 className={isCode ? 'code' : ''}>{name}</h2>
      <span className={`small name ${color}`}>{state}</span>
    </div>
  );
}
