import { useState } from 'react';
import type { ReactElement } from 'react';
import { useApp } from '../../app/context.ts';
import type { AsyncEngine } from '../../app/services.ts';
import { useWords } from '../../app/words.ts';

type Answer = Awaited<ReturnType<AsyncEngine['ask']>>;

interface WhyNotProps {
  readonly question: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly label: string;
  readonly isWanted: boolean;
}

/** A question whose answer comes from the state: "Why is it not in the ISR?". It opens where it is asked. */
export function WhyNot({ question, params, label, isWanted }: WhyNotProps): ReactElement | null {
  const { client } = useApp();
  const words = useWords();
  const [answer, setAnswer] = useState<Answer | null>(null);
  if (!isWanted) return null;
  const toggle = (): void => {
    if (answer === null) void client.ask(question, params).then(setAnswer);
    else setAnswer(null);
  };
  return (
    <div className="why-not small">
      <button type="button" className="link" aria-expanded={answer !== null} onClick={toggle}>
        {label}
      </button>
      {answer === null ? null : answer.length === 0 ? (
        <p>{words.t('ask.no-answer')}</p>
      ) : (
        <ul>
          {answer.map((line) => (
            <li key={`${line.code}${String(line.event)}`}>
              {words.code('answer', line.code, line.params)}
              {line.event < 0 ? null : (
                <>
                  {' '}
                  <button
                    type="button"
                    className="link"
                    onClick={() => {
                      void client.why(line.event);
                    }}
                  >
                    {words.t('why.ask')}
                  </button>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
