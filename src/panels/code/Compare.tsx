import { useContext, useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import './code.css';
import { CompareFrame } from '../../app/compare/CompareFrame.tsx';
import { useBeside, useIsOtherHere } from '../../app/compare/use-beside.ts';
import { SideContext } from '../../app/context.ts';
import type { FrameState } from '../../app/frame-store.ts';
import { useSize } from '../../app/size.ts';
import { useWords } from '../../app/words.ts';
import type { Words } from '../../app/words.ts';
import { whens, whos } from './changes.ts';
import { codeDifferences } from './differences.ts';
import type { CodeDifference } from './differences.ts';
import { OneProgram, useProgramRows } from './Panel.tsx';
import type { Language } from './program-text.ts';
import type { CodeProgramRow } from './rows.ts';
import { rowsOf } from './tables.ts';

/** A consumer's program in two histories: lines that only one of them has stand out. */
export function Compare(): ReactElement {
  const words = useWords();
  const [box, size] = useSize();
  const choose = useProgramRows();
  const [language, setLanguage] = useState<Language>('java');
  const isLoaded = useIsOtherHere('code.program');
  const { here, there } = useBeside(programOf);
  const differences = useMemo(() => codeDifferences(here, there).map((each) => inWords(each, words)), [here, there, words]);
  return (
    <CompareFrame
      box={box}
      form={size.width < 1000 ? 'stacked' : 'beside'}
      differences={differences}
      idsIn={idsIn}
      isLoaded={isLoaded}
    >
      <Side here={here} there={there} choose={choose} language={language} setLanguage={setLanguage} />
    </CompareFrame>
  );
}

interface SideProps extends Omit<Parameters<typeof OneProgram>[0], 'beside'> {
  readonly here: CodeProgramRow | undefined;
  readonly there: CodeProgramRow | undefined;
}

function Side({ here, there, ...rest }: SideProps): ReactElement {
  const side = useContext(SideContext);
  return (
    <div className="program is-narrow">
      <OneProgram {...rest} beside={side === '' ? there : here} />
    </div>
  );
}

function programOf(state: FrameState, side: '' | 'other:'): CodeProgramRow | undefined {
  return rowsOf(state, 'code.program', side)[0];
}

const idsIn = (state: FrameState): readonly string[] =>
  codeDifferences(programOf(state, ''), programOf(state, 'other:')).map(({ id }) => id);

function inWords(difference: CodeDifference, words: Words): Parameters<typeof CompareFrame>[0]['differences'][number] {
  const { id, place, kind, params } = difference;
  const value = (text: string): string => {
    const who = kind === 'who-commits' ? whos.find((each) => each === text) : undefined;
    const when = kind === 'when-commits' ? whens.find((each) => each === text) : undefined;
    if (who !== undefined) return words.t(`code.who-${who}`);
    if (when !== undefined) return words.t(`code.when-${when}`);
    return kind === 'program-process' ? words.code('process', text) : text;
  };
  return { id, place, name: words.t(`difference.${kind}`, params), here: value(difference.here), there: value(difference.there) };
}
