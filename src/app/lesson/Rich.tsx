import type { ReactElement } from 'react';
import { Say } from '../Say.tsx';

/** A lesson's text: lines stay lines, and words that stay English are marked as such. */
export function Rich({ children }: { readonly children: string }): ReactElement {
  return (
    <>
      {children.split('\n').map((line, index) => (
        <span key={index} className="rich-line">
          <Say>{line}</Say>
        </span>
      ))}
    </>
  );
}
