import { writeSync } from 'node:fs';

/** Where a command writes. A command never writes by itself, so that tests can read what it says. */
export interface Output {
  line(text: string): void;
  problem(text: string): void;
}

/** The process's own streams. Writing is synchronous, so that nothing is cut off when the process ends while a pipe is slow. */
export const processOutput: Output = {
  line: (text) => {
    writeAll(1, `${text}\n`);
  },
  problem: (text) => {
    writeAll(2, `${text}\n`);
  },
};

/** An output that keeps its lines. */
export function recordingOutput(): Output & { readonly lines: string[]; readonly problems: string[] } {
  const lines: string[] = [];
  const problems: string[] = [];
  return { lines, problems, line: (text) => void lines.push(text), problem: (text) => void problems.push(text) };
}

function writeAll(fileDescriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(fileDescriptor, bytes, written);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code === 'EPIPE') return; // The reader has gone, as in `… | head`.
      if (code !== 'EAGAIN') throw error; // A full pipe: try again.
    }
  }
}
