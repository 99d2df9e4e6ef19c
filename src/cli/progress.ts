import type { EvaluateProgress } from '../core/experiments/protocol.ts';

/** Where progress goes: a line that is rewritten on a terminal, a line per recommender elsewhere. */
export interface ProgressLine {
  show(progress: EvaluateProgress): void;
  end(): void;
}

export function progressLine(stream: NodeJS.WriteStream): ProgressLine {
  let last = '';
  return {
    show({ recommender, phase, done }) {
      const words = stream.isTTY ? `${Math.floor(done * 100)} %  ${phase} ${recommender}` : `${phase} ${recommender}`;
      if (words === last) return;
      last = words;
      stream.write(stream.isTTY ? `\r\u001b[K${words}` : `${words}\n`);
    },
    end() {
      if (stream.isTTY) stream.write('\r\u001b[K');
    },
  };
}
