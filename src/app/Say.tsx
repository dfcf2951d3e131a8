import type { ReactElement } from 'react';
import { useWords } from './words.ts';

/** A sentence. In Chinese the words that stay English are marked as such, so that they are set and spoken as English. */
export function Say({ children }: { readonly children: string }): ReactElement {
  const { language } = useWords();
  if (language === 'en') return <>{children}</>;
  return (
    <>
      {children.split(/([A-Za-z][\w.\-]*(?: [A-Za-z][\w.\-]*)*)/).map((part, index) =>
        index % 2 === 1 ? (
          <span lang="en" key={index}>
            {part}
          </span>
        ) : (
          part
        ),
      )}
    </>
  );
}
