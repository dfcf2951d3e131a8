/** Opening and leaving lessons: the address says which lesson is open, so that it can be sent and reloaded. */
import type { Lesson, LessonFile, LessonLevel } from '../../contract/lesson.ts';
import type { Language } from '../../texts/types.ts';
import type { App } from '../context.ts';
import type { SessionState } from '../session-store.ts';
import { isOurs, loadLesson } from './content.ts';
import { ProgressBook } from './progress.ts';

type Parts = Pick<App, 'client' | 'session' | 'memory'>;

/** Opens a lesson at a step. False when there is none of that id. */
export async function openLesson(
  { client, session, memory }: Parts,
  id: string,
  from: { readonly language: Language; readonly level?: LessonLevel; readonly step?: string | null },
): Promise<boolean> {
  const content = await loadLesson(id, from.language);
  if (content === null) return false;
  const level = from.level ?? new ProgressBook(memory).all[id]?.level ?? 'worked';
  const step = content.lesson.steps.some((each) => each.id === from.step) ? (from.step ?? null) : null;
  client.pause();
  session.setState({ ...firstView(content.lesson, step), lesson: content, page: 'stage', visit: 'done', hasReadTerms: step !== null });
  const isOpen = await client.openLesson(content.lesson, { level, step });
  if (!isOpen) session.setState({ lesson: null });
  else setAddress({ lesson: id });
  return isOpen;
}

/** What the page shows of a lesson's step from the start, so that no other view is loaded before. */
function firstView({ steps, panels }: Lesson, id: string | null): Pick<SessionState, 'panel' | 'focus' | 'offeredPanels'> {
  const step = steps.find((each) => each.id === id) ?? steps[0];
  return { panel: step?.panel ?? panels[0] ?? 'cluster', focus: step?.focus ?? null, offeredPanels: panels };
}

/** Opens somebody's own lesson, of a file or a link that was checked. The address is the link's, or says nothing. */
export async function openLessonFile({ client, session }: Parts, file: LessonFile, step: string | null = null): Promise<boolean> {
  const language: Language = document.documentElement.lang === 'zh-Hans' ? 'zh-Hans' : 'en';
  client.pause();
  session.setState({
    ...firstView(file, step),
    lesson: { lesson: file, texts: file.texts[language], file },
    page: 'stage',
    visit: 'done',
    hasReadTerms: step !== null,
  });
  const isOpen = await client.openLesson(file, { level: 'worked', step });
  if (!isOpen) session.setState({ lesson: null });
  else setAddress({});
  return isOpen;
}

/** The words of the open lesson in another language. */
export async function translateLesson({ session }: Parts, language: Language): Promise<void> {
  const open = session.getState().lesson;
  if (open === null) return;
  if (open.file !== undefined) {
    session.setState({ lesson: { ...open, texts: open.file.texts[language] } });
    return;
  }
  const content = await loadLesson(open.lesson.id, language);
  if (content !== null && session.getState().lesson?.lesson.id === open.lesson.id)
    session.setState({ lesson: { ...open, texts: content.texts } });
}

/** Out of the lesson with the cluster as it is, and nothing locked. */
export async function leaveLesson({ client, session }: Parts): Promise<void> {
  await client.lessonMove({ kind: 'leave' });
  session.setState({ lesson: null });
  setAddress({});
}

/** Shows the page of lessons or of the map, or the stage again. */
export function showPage({ session }: Pick<Parts, 'session'>, page: 'stage' | 'lessons' | 'map'): void {
  session.setState({ page, sheet: null, menu: null });
  const { lesson } = session.getState();
  const own = lesson === null || lesson.file !== undefined || !isOurs(lesson.lesson.id);
  setAddress(page !== 'stage' ? { page } : own ? {} : { lesson: lesson.lesson.id });
}

/** Shows a lesson's handout, for paper. */
export function showHandout({ session }: Pick<Parts, 'session'>, id: string): void {
  session.setState({ page: 'handout', handout: id, sheet: null, menu: null });
  setAddress({ page: 'handout', of: id });
}

function setAddress(wanted: { readonly lesson?: string; readonly page?: string; readonly of?: string }): void {
  const query = new URLSearchParams(window.location.search);
  // The link of somebody's own lesson stays as it was given.
  const fragment = /^#\d+\.l\./.test(window.location.hash) && wanted.lesson === undefined ? window.location.hash : '';
  for (const name of ['lesson', 'page', 'step', 'of'] as const) query.delete(name);
  for (const [name, value] of Object.entries(wanted)) query.set(name, String(value));
  const text = query.toString();
  window.history.replaceState(null, '', window.location.pathname + (text === '' ? '' : `?${text}`) + fragment);
}
