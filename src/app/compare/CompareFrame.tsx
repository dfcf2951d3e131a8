import { Fragment, useMemo } from 'react';
import type { ReactElement, ReactNode, RefObject } from 'react';
import './compare.css';
import { Button } from '../../design/Button.tsx';
import { printSeconds } from '../../texts/format.ts';
import { commandWords } from '../command-words.ts';
import { SideContext, useApp, useFrame, useSession } from '../context.ts';
import { useWords } from '../words.ts';
import { DifferenceSteps } from './DifferenceSteps.tsx';
import { forkBetween } from './fork.ts';
import { MarksContext, marksOf } from './marks.tsx';
import type { ShownDifference } from './marks.tsx';
import { useBeginnings } from './use-beginnings.ts';
import type { IdsIn } from './use-beginnings.ts';

/** So many differences are listed: more than a person compares. */
export const listed = 12;

interface CompareFrameProps {
  readonly box: RefObject<HTMLDivElement | null>;
  /** `named`: the name beside the picture; `stacked`: above it; `beside`: the two pictures side by side where there is room. */
  readonly form: 'named' | 'stacked' | 'beside';
  /** The weightiest first. */
  readonly differences: readonly ShownDifference[];
  /** Which differences there are in another state of the page, by id: when each began is looked for with it. */
  readonly idsIn: IdsIn;
  /** Whether the other history has been run, and its rows are here. */
  readonly isLoaded: boolean;
  readonly between?: ReactNode;
  /** What both together show, under them. */
  readonly below?: ReactNode;
  /** A view of one history: it is drawn for each. */
  readonly children: ReactNode;
}

/** Two histories on one clock, each as the view shows it, and their differences numbered in the picture and in a list. */
export function CompareFrame({ box, form, differences, idsIn, isLoaded, between, below, children }: CompareFrameProps): ReactElement {
  const words = useWords();
  const { t } = words;
  const comparing = useSession((state) => state.comparing);
  const branches = useFrame((state) => state.branches);
  const branch = branches.find((candidate) => candidate.id === comparing);
  const current = branches.find((candidate) => candidate.isCurrent);
  const shown = useMemo(() => differences.slice(0, listed), [differences]);
  const marks = useMemo(() => marksOf(shown), [shown]);
  const forkedAt = branch?.forkedAt ?? null;
  const sides = [
    { side: '' as const, name: t('compare.this'), about: t('compare.this-about'), act: current?.firstCommand ?? null },
    {
      side: 'other:' as const,
      name: t('compare.other'),
      about: forkedAt === null ? t('timeline.as-it-was') : t('compare.forked-at', { time: printSeconds(forkedAt.micros) }),
      act: branch?.firstCommand ?? null,
    },
  ];
  return (
    <div ref={box} className={`compare is-${form}`}>
      <h2>{t('compare.title')}</h2>
      <div className="compare-sides">
        {sides.map(({ side, name, about, act }) => (
          <Fragment key={name}>
            {side === '' ? null : between}
            <section className={side === '' ? '' : 'is-other'}>
              <header>
                <h3>{name}</h3>
                <p className="small ink-2">{about}</p>
                {act === null ? null : <p className="small code">{commandWords(act, words)}</p>}
              </header>
              {side !== '' && !isLoaded ? (
                <p className="small ink-2">{t('compare.loading')}</p>
              ) : (
                <SideContext value={side}>
                  <MarksContext value={marks}>{children}</MarksContext>
                </SideContext>
              )}
            </section>
          </Fragment>
        ))}
      </div>
      {isLoaded ? below : null}
      <section className="compare-list">
        <h2>{t('compare.differences', { count: shown.length })}</h2>
        <Differences differences={shown} idsIn={idsIn} />
        {branch === undefined ? null : <Ends branch={branch.id} />}
      </section>
    </div>
  );
}

function Differences({ differences, idsIn }: { readonly differences: readonly ShownDifference[]; readonly idsIn: IdsIn }): ReactElement {
  const { t } = useWords();
  const ids = useMemo(() => differences.map(({ id }) => id), [differences]);
  const since = useBeginnings(ids, idsIn);
  const comparing = useSession((state) => state.comparing);
  const forkedMicros = useFrame((state) => forkBetween(state.branches, comparing));
  return (
    <>
      <p className="small ink-2">
        {forkedMicros === null ? null : t('compare.same-until', { time: printSeconds(Math.max(0, forkedMicros)) })}{' '}
        {ids.length > 0 && since.size === 0 ? t('compare.began-unknown') : null}
      </p>
      <DifferenceSteps ids={ids} idsIn={idsIn} since={since} />
      {differences.length === 0 ? null : (
        <table>
          <thead>
            <tr className="small ink-2">
              <th scope="col" colSpan={2}>
                {t('compare.what')}
              </th>
              <th scope="col">{t('compare.since')}</th>
              <th scope="col">{t('compare.this')}</th>
              <th scope="col">{t('compare.other')}</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ id, name, here, there }, index) => (
              <tr key={id}>
                <td className="number">{index + 1}</td>
                <th scope="row">{name}</th>
                <td className="compare-began">
                  <Began micros={since.get(id)} name={name} />
                </td>
                <td className="code name">{here}</td>
                <td className="code of-ghost">{there}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

/** Since when it differs; pressing it goes there. */
function Began({ micros, name }: { readonly micros: number | undefined; readonly name: string }): ReactElement | null {
  const { client } = useApp();
  const { t } = useWords();
  if (micros === undefined) return null;
  return (
    <button
      type="button"
      className="link code"
      aria-label={t('compare.go-to-beginning', { name, time: printSeconds(micros) })}
      onClick={() => {
        client.seek(micros);
      }}
    >
      {`${printSeconds(micros)} s`}
    </button>
  );
}

function Ends({ branch }: { readonly branch: number }): ReactElement {
  const { client } = useApp();
  const { t } = useWords();
  return (
    <p className="compare-acts">
      <Button
        kind="primary"
        onClick={() => {
          client.compare(null);
          client.switchBranch(branch);
        }}
      >
        {t('compare.go-on')}
      </Button>
      <Button
        onClick={() => {
          client.compare(null);
        }}
      >
        {t('compare.end')}
      </Button>
    </p>
  );
}
