/** The address of the page follows what is done: opening the page again, or copying its address, leads to the same moment. */
import type { App } from './context.ts';
import { quietLength } from './share/snippets.ts';

/** So long after the last act: a person who acts in quick succession writes one address. */
const quietMillis = 1000;

/**
 * Keeps the address up to date after each act. The history of the browser is not touched: its way back leads out of the page, not through
 * single acts. A run that is too long for a link leaves an address without one, rather than one of another run.
 */
export function keepAddress({ client, services }: Pick<App, 'client' | 'services'>): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  client.onAct = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      void writeAddress({ client, services });
    }, quietMillis);
  };
}

/** Writes the moment that is shown into the address. */
export async function writeAddress({ client, services }: Pick<App, 'client' | 'services'>): Promise<void> {
  const [scenario, codec] = await Promise.all([client.share('frozen'), services.loadCodec()]);
  const { pathname, search } = window.location;
  const fragment = `#${codec.encodeLink(scenario)}`;
  const isShort = window.location.origin.length + pathname.length + search.length + fragment.length <= quietLength;
  window.history.replaceState(null, '', pathname + search + (isShort ? fragment : ''));
}
