/**
 * Which questions teach a model most of someone new, in the figures of docs/benchmarks.md:
 *   npx tsx scripts/interviews.ts film-club mf-sgd,item-knn
 * Every fifth person is new and no part of the training. Half of their ratings, drawn by lot, are what they
 * can answer; the rest is what is to be foretold. A question about an item they did not rate is spent for nothing.
 */
import { loadData } from '../src/cli/load-data.ts';
import { rowOf } from '../src/core/data/csr.ts';
import { queryFrom } from '../src/core/data/history.ts';
import { buildTrainingSet } from '../src/core/data/training-set.ts';
import { drive } from '../src/core/experiments/drive.ts';
import { opinionsOf } from '../src/core/experiments/elicit.ts';
import { askings } from '../src/core/experiments/asking.ts';
import { createElicitor } from '../src/core/experiments/elicitor.ts';
import { interview } from '../src/core/experiments/interview.ts';
import { topN } from '../src/core/ranking/top-n.ts';
import { recommenders } from '../src/core/recommenders/registry.ts';
import { createRng } from '../src/core/rng.ts';
import { openCompute } from '../src/cli/compute.ts';

const [data = 'film-club', ids = 'mf-sgd', most = '40'] = process.argv.slice(2);
const stops = [0, 5, 10, 20, Number(most)];
const fewest = 20;
const relevantFrom = 4;

const source = /[./]/.test(data) ? { file: data, format: null } : { generator: { id: data, params: {} }, seed: 42 };
const dataset = await loadData(source);
const { interactions } = dataset;
const isNew = (user: number) => user % 5 === 0;
const rows = Uint32Array.from(interactions.user.keys()).filter((row) => !isNew(interactions.user[row]));
const train = buildTrainingSet(dataset, rows);
const propose = createElicitor(train, opinionsOf(train.byItem));
const newcomers = peopleOf(buildTrainingSet(dataset).byUser);
const scores = new Float64Array(train.items);
console.log(`${dataset.name}: ${newcomers.length} newcomers, ${train.items} items`);

const compute = await openCompute();
const interviews = askings.map(({ id }) => ({
  by: id,
  answers: newcomers.map(({ knows }) =>
    interview((wanted) => propose(wanted, { by: id, liked: [], disliked: [] }), knows, stops.at(-1)!),
  ),
}));
for (const id of ids.split(',')) {
  const model = await drive(recommenders.get(id).fit(train, {}, { rng: createRng(42), ...compute }));
  console.log(`\n${id}: after so many questions, answers per person, RMSE, NDCG@10`);
  for (const { by, answers } of interviews) {
    const cells: string[] = [];
    for (const stop of stops) cells.push(await measure(stop, answers));
    console.log(`${by.padEnd(10)} ${cells.join('   ')}`);
  }

  async function measure(stop: number, answers: ReturnType<typeof interview>[]): Promise<string> {
    let [given, squares, cells, gains] = [0, 0, 0, 0];
    for (const [at, { later }] of newcomers.entries()) {
      const known = answers[at].filter(({ questions }) => questions <= stop);
      const query = queryFrom(known);
      given += known.length;
      model.rate!(query, scores);
      for (const [item, value] of later) {
        const guess = Math.min(train.ratingScale!.max, Math.max(train.ratingScale!.min, scores[item]));
        squares += (guess - value) ** 2;
        cells++;
      }
      await model.score(query, scores);
      gains += ndcg(topN(scores, 10, query.history.indices), later);
    }
    const people = newcomers.length;
    const figures = [(given / people).toFixed(1), Math.sqrt(squares / cells).toFixed(4), (gains / people).toFixed(4)];
    return `${stop}: ${figures.join(' ')}`;
  }
}

function peopleOf(byUser: typeof train.byUser) {
  const people: { knows: Map<number, number>; later: Map<number, number> }[] = [];
  for (let user = 0; user < byUser.rows; user++) {
    const { indices, values } = rowOf(byUser, user);
    if (!isNew(user) || indices.length < fewest) continue;
    const order = createRng(user).shuffle(Uint32Array.from(indices.keys()));
    const half = (parity: number) => new Map([...order].filter((_, at) => at % 2 === parity).map((i) => [indices[i], values[i]])); // prettier-ignore
    people.push({ knows: half(0), later: half(1) });
  }
  return people;
}

function ndcg(list: Uint32Array, later: ReadonlyMap<number, number>): number {
  const relevant = [...later.values()].filter((value) => value >= relevantFrom).length;
  const gain = (place: number) => 1 / Math.log2(place + 2);
  let [sum, ideal] = [0, 0];
  list.forEach((item, place) => (sum += (later.get(item) ?? 0) >= relevantFrom ? gain(place) : 0));
  for (let place = 0; place < Math.min(10, relevant); place++) ideal += gain(place);
  return ideal > 0 ? sum / ideal : 0;
}
