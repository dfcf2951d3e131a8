/** The address of the page follows what is done: opening the page again, or copying its address, leads to the same moment. */
import type { App } from './context.ts';
import { quietLength } from './share/snippets.ts';

type AddressParts = Pick<App, 'client' | 'services' | 'session'>;

/** So long after the last act: a person who acts in quick succession writes one address. */
const quietMillis = 1000;

/**
 * Keeps the address up to date after each act. The history of the browser is not touched: its way back leads out of the page, not through
 * single acts. A run that is too long for a link leaves an address without one, rather than one of another run.
 */
export function keepAddress(parts: AddressParts): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  parts.client.onAct = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      void writeAddress(parts);
    }, quietMillis);
  };
}

/** Writes the moment that is shown into the address. A lesson's own address leads to its step already. */
export async function writeAddress({ client, services, session }: AddressParts): Promise<void> {
  if (session.getState().lesson !== null) return;
  const [scenario, codec] = await Promise.all([client.share('frozen'), services.loadCodec()]);
  const { pathname, search } = window.location;
  const fragment = `#${codec.encodeLink(scenario)}`;
  const isShort = window.location.origin.length + pathname.length + search.length + fragment.length <= quietLength;
  window.history.replaceState(null, '', pathname + search + (isShort ? fragment : ''));
}
