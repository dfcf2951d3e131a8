/** Links and files: opening what somebody sent, and making what is sent. */
import type { Problem } from '../contract/engine-api.ts';
import type { LessonFile } from '../contract/lesson.ts';
import type { App } from './context.ts';

type Parts = Pick<App, 'services' | 'client' | 'session' | 'memory'>;

/** Nothing longer is read: no file of ours is, and a hostile one shall not stall the page. Lessons may be twice as long as scenarios. */
const fileLimitBytes = 512 * 1024;

/** Opens the scenario of a link's fragment. What is wrong with it is shown; nothing is opened in its place. */
export async function openLink(parts: Parts, fragment: string): Promise<void> {
  const { services, client, session } = parts;
  if (isLessonLink(fragment)) {
    const { checkLessonLink } = await import('./author/lesson-codec.ts');
    const checked = checkLessonLink(fragment);
    if (checked.ok) await openOwn(parts, checked.value);
    else session.setState({ trouble: { kind: 'link', fragment, ...listed(checked.problems) } });
    return;
  }
  const codec = await services.loadCodec();
  const result = codec.decodeLink(fragment);
  if (result.ok) await client.open(result.value);
  else session.setState({ trouble: { kind: 'link', problem: result.problem, fragment } });
}

/** Opens the file of a scenario or of a lesson. */
export async function openFile(parts: Parts, file: File): Promise<void> {
  const { services, client, session } = parts;
  const refuse = (problem: Problem): void => {
    session.setState({ trouble: { kind: 'file', problem, fileName: file.name } });
  };
  if (file.size > fileLimitBytes) {
    refuse({ code: 'file-too-large', params: { maximum: fileLimitBytes / 1024 }, where: '' });
    return;
  }
  const text = await file.text();
  if (isLessonText(text)) {
    const { checkLessonText } = await import('./author/lesson-codec.ts');
    const checked = checkLessonText(text);
    if (checked.ok) await openOwn(parts, checked.value);
    else session.setState({ trouble: { kind: 'file', fileName: file.name, ...listed(checked.problems) } });
    return;
  }
  const codec = await services.loadCodec();
  const result = codec.readScenario(text);
  if (result.ok) await client.open(result.value);
  else refuse(result.problem);
}

/** Links say by their second part what they carry. */
const isLessonLink = (fragment: string): boolean => /^\s*\d+\.l\./.test(fragment);

/** A lesson has what no scenario has, also where the rest of it is damaged. */
const isLessonText = (text: string): boolean => /"instructor"\s*:/.test(text) || /"steps"\s*:\s*\[/.test(text);

/** The first problem, and those after it. */
function listed(problems: readonly Problem[]): { readonly problem: Problem; readonly more: readonly Problem[] } {
  const [first = { code: 'scenario-not-a-scenario', params: {}, where: '' }, ...more] = problems;
  return { problem: first, more };
}

async function openOwn(parts: Parts, file: LessonFile): Promise<void> {
  const { openLessonFile } = await import('./lesson/open-lesson.ts');
  await openLessonFile(parts, file);
}

/** The fragment of a pasted link, whatever stands around it. */
export function fragmentOf(pasted: string): string {
  const text = pasted.trim();
  return text.includes('#') ? text.slice(text.indexOf('#') + 1) : text;
}

/** Hands a text, or bytes, to the person as a file. */
export function saveFile(name: string, content: string | Uint8Array<ArrayBuffer>, type = 'application/json'): void {
  saveBlob(name, new Blob([content], { type }));
}

/** Hands a file to the person. */
export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  URL.revokeObjectURL(url);
}
