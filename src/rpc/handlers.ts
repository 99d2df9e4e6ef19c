import { transferHandlers } from 'comlink';
import { abortSignalHandler } from './abort-signal.ts';
import { withLabErrors } from './errors.ts';
import { reportHandler } from './report.ts';

/** Both sides of the wire call this before anything crosses; calling it again changes nothing. */
export function installHandlers(): void {
  if (transferHandlers.has('report')) return;
  transferHandlers.set('abort-signal', abortSignalHandler);
  transferHandlers.set('report', reportHandler);
  transferHandlers.set('throw', withLabErrors(transferHandlers.get('throw')!));
}
