import type { ReactElement } from 'react';
import { printCount } from '../texts/format.ts';
import { useActs } from './acts.ts';
import { useApp } from './context.ts';
import { CutStrip } from './CutStrip.tsx';
import { OpenFields } from './OpenFields.tsx';
import type { Trouble } from './session-store.ts';
import { Say } from './Say.tsx';
import { useWords } from './words.ts';

/** More at once nobody mends. */
const moreMax = 12;

/** A link or file that could not be opened: what happened, how much arrived, what you can do. Nothing was opened in its place. */
export function ProblemPage({ trouble }: { readonly trouble: Exclude<Trouble, { readonly kind: 'engine' }> }): ReactElement {
  const { services } = useApp();
  const acts = useActs();
  const words = useWords();
  const { t, code } = words;
  const { problem } = trouble;
  const params = Object.fromEntries(
    Object.entries(problem.params).map(([name, value]) => [name, typeof value === 'number' ? printCount(value) : value]),
  );
  const arrived = Number(problem.params['arrived'] ?? Number.NaN);
  const expected = Number(problem.params['expected'] ?? Number.NaN);
  const isCut = trouble.kind === 'link' && Number.isFinite(arrived) && Number.isFinite(expected) && expected > arrived;
  return (
    <main id="stage" className="problem-page">
      <h1>{code('problem', `${titleOf(trouble)}.title`)}</h1>
      <p className="lead">
        <Say>{isCut ? t('problem.link-cut-off.lead', params) : code('problem', problem.code, { ...params, where: problem.where })}</Say>
      </p>
      {(trouble.more ?? []).length === 0 ? null : (
        <ul className="more-problems">
          {(trouble.more ?? []).slice(0, moreMax).map((each, index) => (
            <li key={index}>
              <Say>{words.problem(each)}</Say>
            </li>
          ))}
        </ul>
      )}
      {isCut && trouble.kind === 'link' ? <CutStrip text={trouble.fragment} arrived={arrived} expected={expected} /> : null}
      <div className="ways">
        <section>
          <h2>{t('problem.paste-title')}</h2>
          <OpenFields close={() => {}} />
          <p className="small ink-2">{t('problem.file-hint')}</p>
        </section>
        <section>
          <h2>{t('problem.else-title')}</h2>
          <ul>
            {services.presets.map((preset) => (
              <li key={preset.name}>
                <button
                  type="button"
                  className="link"
                  onClick={() => {
                    void acts.openPreset(preset);
                  }}
                >
                  {code('preset', `${preset.name}.title`)}
                </button>
              </li>
            ))}
          </ul>
        </section>
      </div>
      <p className="could-read small ink-2">
        {t('problem.nothing-opened')}
        {problem.where === '' ? '' : ` ${t('problem.where', { where: problem.where })}`}
      </p>
    </main>
  );
}

/** What is wrong inside a file has one title; the sentence below says what it is. */
function titleOf({ problem, more }: Exclude<Trouble, { readonly kind: 'engine' }>): string {
  const isInside = /^(scenario|lesson)-/.test(problem.code);
  if (more !== undefined && (isInside || problem.code === 'file-not-json')) return 'lesson';
  return isInside ? problem.code.replace(/-.*/, '') : problem.code;
}
