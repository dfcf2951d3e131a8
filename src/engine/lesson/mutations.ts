import type { LessonPredicate } from '../../contract/lesson.ts';

type Comparison = Extract<LessonPredicate, { readonly cmp: string }>['cmp'];

const turned: Readonly<Record<Comparison, Comparison>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  in: '!=',
  subset: '!=',
};

/** A claim with one of its comparisons turned round, in every way. What an alternative (`any`) hides is left alone. */
export function mutationsOf(claim: LessonPredicate): readonly LessonPredicate[] {
  if ('all' in claim)
    return claim.all.flatMap((part, at) =>
      mutationsOf(part).map((mutated) => ({ all: claim.all.map((each, other) => (other === at ? mutated : each)) })),
    );
  if ('not' in claim) return mutationsOf(claim.not).map((mutated) => ({ not: mutated }));
  if ('cmp' in claim) return claim.cmp === 'in' || claim.cmp === 'subset' ? [{ not: claim }] : [{ ...claim, cmp: turned[claim.cmp] }];
  return 'event' in claim ? [{ not: claim }] : [];
}
