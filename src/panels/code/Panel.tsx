import { useContext, useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import './code.css';
import { useActs } from '../../app/acts.ts';
import { SideContext, useApp, useSession } from '../../app/context.ts';
import { useSize } from '../../app/size.ts';
import { useWords } from '../../app/words.ts';
import { Button } from '../../design/Button.tsx';
import { OthersMenu } from '../../design/OthersMenu.tsx';
import { Choices } from './Choices.tsx';
import { ListingOf } from './ListingOf.tsx';
import { Now } from './Now.tsx';
import type { Language } from './program-text.ts';
import { Pushed } from './Pushed.tsx';
import { asked } from './asked.ts';
import type { CodeProgramRow } from './rows.ts';
import { useRows } from './tables.ts';

const languages: readonly Language[] = ['java', 'python'];

/** A consumer's program: the line that its thread is in is lit, and the order of processing and committing can be changed. */
export function Panel(): ReactElement {
  const [box, size] = useSize();
  const choose = useProgramRows();
  const [language, setLanguage] = useState<Language>('java');
  return (
    <div ref={box} className={`program ${size.windowWidth < 1000 ? 'is-narrow' : ''}`}>
      <OneProgram choose={choose} language={language} setLanguage={setLanguage} />
    </div>
  );
}

/** Asks for the rows of a consumer's program; returns how to choose another. */
export function useProgramRows(): (consumer: string) => void {
  const { client } = useApp();
  const [chosen, setChosen] = useState<string | null>(null);
  const selected = useSession((state) => (state.selection?.kind === 'consumer' ? state.selection.id : null));
  const shown = selected ?? chosen;
  useEffect(() => {
    client.watch(asked(shown));
  }, [client, shown]);
  return setChosen;
}

interface OneProgramProps {
  readonly choose: (consumer: string) => void;
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  /** The same program in the history beside this one: lines that it has not are marked. */
  readonly beside?: CodeProgramRow | undefined;
}

/** The shown program: its lines, what it is doing, and what of it can be changed. */
export function OneProgram({ choose, language, setLanguage, beside }: OneProgramProps): ReactElement {
  const { t } = useWords();
  const side = useContext(SideContext);
  const [program] = useRows('code.program');
  if (program === undefined) return <p className="view-empty ink-2">{t('code.none')}</p>;
  return (
    <>
      <Head program={program} choose={choose} language={language} setLanguage={setLanguage} />
      <div className="program-both">
        <ListingOf program={program} language={language} beside={beside} />
        <div className="program-side">
          <Now program={program} language={language} />
          {/* What is changed is changed in the history that is shown, not in the one beside it. */}
          {side !== '' ? null : <Choices program={program} />}
          <Pushed program={program} />
        </div>
      </div>
    </>
  );
}

interface HeadProps extends OneProgramProps {
  readonly program: CodeProgramRow;
}

function Head({ program, choose, language, setLanguage }: HeadProps): ReactElement {
  const acts = useActs();
  const side = useContext(SideContext);
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
      {side !== '' ? null : (
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
      )}
    </header>
  );
}
