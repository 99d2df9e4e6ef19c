import { LabError } from '../errors.ts';

/** Where in the person's own files something is wrong, and what to do about it. */
export function importError(file: string, line: number | null, message: string): LabError {
  return new LabError('ImportError', line === null ? `${file}: ${message}` : `${file}, line ${line}: ${message}`);
}

/** A cell as a message shows it: quoted, one line, never long. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text);
}
