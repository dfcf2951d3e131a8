import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import './code.css';
import { useActs } from '../../app/acts.ts';
import { useApp, useSession } from '../../app/context.ts';
import { useSize } from '../../app/size.ts';
import { useWords } from '../../app/words.ts';
import { Button } from '../../design/Button.tsx';
import { OthersMenu } from '../../design/OthersMenu.tsx';
import { Choices } from './Choices.tsx';
import { ListingOf } from './ListingOf.tsx';
import { Now } from './Now.tsx';
import type { Language } from './program-text.ts';
import type { CodeProgramRow } from './rows.ts';
import { useRows } from './tables.ts';

const languages: readonly Language[] = ['java', 'python'];

/** A consumer's program: the line that its thread is in is lit, and the order of processing and committing can be changed. */
export function Panel(): ReactElement {
  const [box, size] = useSize();
  const { client } = useApp();
  const { t } = useWords();
  const [language, setLanguage] = useState<Language>('java');
  const [chosen, setChosen] = useState<string | null>(null);
  const selected = useSession((state) => (state.selection?.kind === 'consumer' ? state.selection.id : null));
  const shown = selected ?? chosen;
  useEffect(() => {
    client.watch({
      projections: [
        { name: 'code', query: { client: shown } },
        { name: 'cluster', query: { cellCount: 11 } },
      ],
    });
  }, [client, shown]);
  const [program] = useRows('code.program');
  return (
    <div ref={box} className={`program ${size.windowWidth < 1000 ? 'is-narrow' : ''}`}>
      {program === undefined ? (
        <p className="view-empty ink-2">{t('code.none')}</p>
      ) : (
        <>
          <Head program={program} choose={setChosen} language={language} setLanguage={setLanguage} />
          <div className="program-both">
            <ListingOf program={program} language={language} />
            <div className="program-side">
              <Now program={program} language={language} />
              <Choices program={program} />
            </div>
          </div>
        </>
      )}
    </div>
  );
}

interface HeadProps {
  readonly program: CodeProgramRow;
  readonly choose: (consumer: string) => void;
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
}

function Head({ program, choose, language, setLanguage }: HeadProps): ReactElement {
  const acts = useActs();
  const { t } = useWords();
  const choices = useRows('code.choices');
  const ref = { kind: 'consumer', id: program.id } as const;
  return (
    <header className="program-head">
      <h2>{program.id}</h2>
      <OthersMenu
        name={t('code.choose')}
        label={t('code.others', { count: choices.length - 1 })}
        choices={choices}
        choose={(id) => {
          choose(id);
          acts.select({ kind: 'consumer', id });
        }}
      />
      <span className="program-languages" role="group" aria-label={t('code.language')}>
        {languages.map((each) => (
          <Button
            key={each}
            kind="bare"
            aria-pressed={each === language}
            onClick={() => {
              setLanguage(each);
            }}
          >
            {t(`code.${each}`)}
          </Button>
        ))}
      </span>
      <span className="grow" />
      <Button
        data-object={`consumer:${program.id}`}
        aria-haspopup="menu"
        onClick={(event) => {
          const corner = event.currentTarget.getBoundingClientRect();
          acts.openMenu(ref, corner.left, corner.bottom + 4);
        }}
      >
        {t('code.verbs')}
      </Button>
    </header>
  );
}
