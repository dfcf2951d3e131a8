/** Links and files: opening what somebody sent, and making what is sent. */
import type { Problem } from '../contract/engine-api.ts';
import type { App } from './context.ts';

type Parts = Pick<App, 'services' | 'client' | 'session'>;

/** Nothing longer is read: no link of ours is, and a hostile one shall not stall the page. */
const fileLimitBytes = 256 * 1024;

/** Opens the scenario of a link's fragment. What is wrong with it is shown; nothing is opened in its place. */
export async function openLink({ services, client, session }: Parts, fragment: string): Promise<void> {
  const codec = await services.loadCodec();
  const result = codec.decodeLink(fragment);
  if (result.ok) await client.open(result.value);
  else session.setState({ trouble: { kind: 'link', problem: result.problem, fragment } });
}

/** Opens a scenario file. */
export async function openFile({ services, client, session }: Parts, file: File): Promise<void> {
  const refuse = (problem: Problem): void => {
    session.setState({ trouble: { kind: 'file', problem, fileName: file.name } });
  };
  if (file.size > fileLimitBytes) {
    refuse({ code: 'file-too-large', params: { maximum: fileLimitBytes / 1024 }, where: '' });
    return;
  }
  const codec = await services.loadCodec();
  const result = codec.readScenario(await file.text());
  if (result.ok) await client.open(result.value);
  else refuse(result.problem);
}

/** The address of this page with a scenario in its fragment. */
export function linkOf(fragment: string): string {
  return `${window.location.href.split('#')[0] ?? ''}#${fragment}`;
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
