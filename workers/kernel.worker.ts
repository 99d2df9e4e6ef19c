/** One more thread for the kernels. It is sent a module and a shared memory, says that it is ready, and serves. */
import { serve, type ThreadStart } from '../src/kernels/thread.ts';

addEventListener('message', ({ data }: MessageEvent<ThreadStart>) => serve(data, () => postMessage('ready')), {
  once: true,
});
