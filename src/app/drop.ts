import { useEffect } from 'react';
import { useApp } from './context.ts';
import { openFile } from './links.ts';

/** A file that is dropped anywhere on the page is opened; without this the browser would leave the page for it. */
export function useDrop(): void {
  const app = useApp();
  useEffect(() => {
    const hasFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    const onOver = (event: DragEvent): void => {
      if (hasFile(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent): void => {
      // A view may take files of its own kind.
      if (!hasFile(event) || event.defaultPrevented) return;
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) void openFile(app, file);
    };
    document.addEventListener('dragover', onOver);
    document.addEventListener('drop', onDrop);
    return () => {
      document.removeEventListener('dragover', onOver);
      document.removeEventListener('drop', onDrop);
    };
  }, [app]);
}
