import type { ReactElement } from 'react';
import { DifferenceMark } from '../../app/compare/marks.tsx';
import { useApp, useSession } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import { Button } from '../../design/Button.tsx';
import { exposureRefusal } from '../../scenario/exposure.ts';
import { changesOf, whens, whoCommits, whosOf } from './changes.ts';
import type { CodeProgramRow } from './rows.ts';

/** Who commits, and when: each choice writes the program anew, and the consumer closes and begins again. */
export function Choices({ program }: { readonly program: CodeProgramRow }): ReactElement {
  const { client } = useApp();
  const words = useWords();
  const { t } = words;
  const exposes = useSession((state) => state.exposes);
  const who = whoCommits(program);
  const is08 = program.library === 'scala-0.8';
  const give = (choice: Parameters<typeof changesOf>[1]): void => {
    for (const command of changesOf(program, choice)) void client.submit(command);
  };
  const [example] = changesOf(program, { who: who === 'none' ? 'sync' : 'none' });
  const refusal = example === undefined ? null : exposureRefusal(exposes, example);
  const locked = refusal !== null ? words.problem(refusal) : program.groupId === null ? t('code.locked-group') : undefined;
  const lockedWhen = locked ?? (who === 'auto' || who === 'none' ? t('code.locked-when') : undefined);
  return (
    <section className="program-choices">
      <h3>
        {t('code.who')}
        <DifferenceMark place="choices" />
      </h3>
      <div role="group" aria-label={t('code.who')}>
        {whosOf(program).map((each) => (
          <Button
            key={each}
            aria-pressed={each === who}
            locked={each === who ? undefined : locked}
            onClick={() => {
              if (each !== who) give({ who: each });
            }}
          >
            {each === 'sync' || each === 'async' ? (
              <span className="code">{is08 ? 'commitOffsets()' : t(`code.who-${each}`)}</span>
            ) : (
              t(is08 && each === 'auto' ? 'code.who-auto-08' : `code.who-${each}`)
            )}
          </Button>
        ))}
      </div>
      <p className="small ink-2">{t(is08 && who === 'auto' ? 'code.about-auto-08' : `code.about-${who}`)}</p>
      <h3>{t('code.when')}</h3>
      <div role="group" aria-label={t('code.when')}>
        {whens.map((each) => (
          <Button
            key={each}
            aria-pressed={lockedWhen === undefined && each === program.commitWhen}
            locked={lockedWhen}
            onClick={() => {
              if (each !== program.commitWhen) give({ when: each });
            }}
          >
            {t(`code.when-${each}`)}
          </Button>
        ))}
      </div>
      {lockedWhen === undefined ? (
        <p className="small ink-2">{t(`code.about-${program.commitWhen}`)}</p>
      ) : (
        <p className="small ink-2">{lockedWhen}</p>
      )}
      <p className="small ink-2">{t('code.restarts')}</p>
    </section>
  );
}
