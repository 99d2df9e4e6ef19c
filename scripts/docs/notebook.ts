import { reproduceNotebook } from '../../src/core/experiments/notebook.ts';
import { openCompute } from '../../src/cli/compute.ts';
import { page, row } from './entry.ts';

/** The notebook's comparison as it comes out of this version. */
export async function notebookPage(): Promise<string> {
  const compute = await openCompute();
  try {
    const { people, k, rows } = await reproduceNotebook(compute);
    const table = [
      row(
        'method',
        `recall@${k} printed`,
        'as in the notebook',
        'ours by default',
        `precision@${k} printed`,
        'as in the notebook',
        'ours by default',
        'recall by any order of equal scores',
      ),
      row('-', '-:', '-:', '-:', '-:', '-:', '-:', '-:'),
      ...rows.map(({ method, recommender, printed, measured, byDefault }) =>
        row(
          recommender ? `[${method}](recommenders.md#${recommender})` : method,
          share(printed.recall),
          share(measured?.recall),
          share(byDefault?.recall),
          share(printed.precision),
          share(measured?.precision),
          share(byDefault?.precision),
          measured ? [...new Set(measured.anyOrder.map(share))].join(' to ') : '–',
        ),
      ),
    ];
    const notes = rows.filter(({ note }) => note !== '').map(({ method, note }) => `- **${method}.** ${note}`);
    return page(
      'The notebook’s table, computed anew',
      `A published notebook compares seven recommenders on a made-up community of ${people} people and prints two figures for each. The data set [toy](datasets.md#toy) is that community, drawn from the same random stream; [leave-one-out](metrics.md#leave-one-out) has the notebook’s cut, and the recommenders have presets \`notebook\`. All of it together gives this. \`npm run evaluate -- --notebook\` prints the same, and so does the Evaluate page while the demo community is open.`,
      [
        table.join('\n'),
        'As in the notebook: its settings, and sessions that still hold what is withheld. Ours by default: the same recommender with its default settings on the same cut, the withheld items taken out of the sessions, lists filled up. Equal scores stand in the order of the catalog in both.',
        '## What decides where figures differ',
        notes.join('\n'),
        `With ${people} people and one item withheld from each, a hit more or less is worth ${share(1 / people)} of recall: only the lead of the content method is clear of chance. A preference among the others needs a larger data set, and intervals.`,
      ],
    );
  } finally {
    compute.close();
  }
}

const share = (value: number | undefined) => value?.toFixed(3).replace(/^0/, '') ?? '–';
