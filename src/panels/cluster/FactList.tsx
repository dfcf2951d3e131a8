import type { ReactElement, ReactNode } from 'react';

/** A name and a value; `question` makes the value ask "Why?". */
export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
  readonly isStrong?: boolean;
}

/** Facts as two columns of names and values; numbers in the code face. */
export function FactList({ facts, isSingle = false }: { readonly facts: readonly Fact[]; readonly isSingle?: boolean }): ReactElement {
  return (
    <dl className={`facts ${isSingle ? 'is-single' : ''}`}>
      {facts.map((fact) => (
        <div key={fact.name}>
          <dt className="ink-2">{fact.name}</dt>
          <dd className={`code ${fact.isStrong === true ? 'name' : ''}`}>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
