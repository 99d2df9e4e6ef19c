/** The command as a person runs it, on files in a temporary folder. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tastelab-evaluate-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const evaluate = (...words: string[]) =>
  new Promise<Ended>((resolve) => {
    const command = ['--import', 'tsx', 'src/cli/evaluate.ts', ...words];
    execFile(process.execPath, command, { cwd: root }, (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

const file = (name: string, lines: readonly string[]) => {
  const path = join(folder, name);
  writeFileSync(path, `userId,movieId,rating,timestamp\n${lines.join('\n')}\n`);
  return path;
};

/** Ten people and twelve items; everyone gives high marks to the items of their own parity. */
const ratings = Array.from({ length: 10 }, (_, user) =>
  Array.from({ length: 12 }, (_, item) => `${user},${100 + item},${(user + item) % 2 === 0 ? 5 : 1.5},${item * 60}`),
);

describe('npm run evaluate', { timeout: 60_000 }, () => {
  it('prints a table and writes what it measured', async () => {
    const json = join(folder, 'out.json');
    const data = file('ratings.csv', ratings.flat());
    const ended = await evaluate(
      '--data',
      data,
      '--recommenders',
      'popularity,co-visitation',
      '--k',
      '3',
      '--json',
      json,
    );
    expect(ended).toMatchObject({ status: 0 });
    expect(ended.stdout).toMatch(/10 users judged; 0 with nothing relevant hidden/);
    expect(ended.stdout).toMatch(/NDCG@3 +Precision@3/);
    expect(ended.stdout).toMatch(/\nPopularity +1\.\d{4} ±\.\d{4} /);
    expect(ended.stderr).toMatch(/co-visitation/);
    const report = JSON.parse(readFileSync(json, 'utf8'));
    expect(report.outcomes.map((outcome: { recommender: { id: string } }) => outcome.recommender.id)).toEqual([
      'popularity',
      'co-visitation',
    ]);
    // The only two items that someone has not seen are the two hidden ones: both are hits, in whatever order.
    for (const { metrics } of report.outcomes) expect(metrics.recall).toMatchObject({ value: 1, users: 10 });
  });

  it('says who can be told apart, and writes lists that others can judge', async () => {
    const trec = join(folder, 'trec');
    const data = file('again.csv', ratings.flat());
    const words = ['--data', data, '--recommenders', 'popularity,item-knn', '--metrics', 'recall,rmse', '--k', '1'];
    const ended = await evaluate(...words, '--compare', '--bootstrap', '200', '--trec', trec);
    expect(ended.stderr).not.toMatch(/Expected/);
    expect(ended.status).toBe(0);
    expect(ended.stdout).toMatch(/Recall, person by person; p corrected for 1 pairs? \(Holm\)/);
    expect(ended.stdout).toMatch(/Popularity − Item neighbors .*(cannot tell apart|is better)/);
    expect(readdirSync(trec).sort()).toEqual(['item-knn.run', 'popularity.run', 'qrels.txt', 'training.csv']);
    expect(readFileSync(join(trec, 'training.csv'), 'utf8')).toMatch(/^user,item,value,timestamp\n\d,1\d\d,/);
    expect(readFileSync(join(trec, 'qrels.txt'), 'utf8')).toMatch(/^\d 0 1\d\d 1\n/);
    expect(readFileSync(join(trec, 'popularity.run'), 'utf8')).toMatch(/^\d Q0 1\d\d 1 \d popularity\n/);
  });

  it('judges lists made elsewhere beside our own, and says what of them it could not take', async () => {
    const trec = join(folder, 'ours');
    const data = file('beside.csv', ratings.flat());
    const words = ['--data', data, '--metrics', 'recall,rmse', '--k', '1'];
    expect(await evaluate(...words, '--recommenders', 'popularity', '--trec', trec)).toMatchObject({ status: 0 });
    const theirs = join(folder, 'theirs.run');
    writeFileSync(theirs, '0 Q0 103 1 2.5 lightgbm\n0 Q0 no-such 2 1.5 lightgbm\nsomebody Q0 103 1 1 lightgbm\n');
    const both = [join(trec, 'popularity.run'), theirs].join(',');
    const json = join(folder, 'beside.json');
    const ours = ['--recommenders', 'popularity', '--judge', both, '--compare', '--json', json];
    const ended = await evaluate(...words, ...ours);
    expect(ended.status).toBe(0);
    const counts = JSON.parse(readFileSync(json, 'utf8')).outcomes.map((one: { elsewhere?: object }) => one.elsewhere);
    expect(counts[0]).toBeUndefined();
    expect(counts[2]).toMatchObject({ file: 'theirs.run', tag: 'lightgbm', asked: 10, listed: 1, unknown: 1 });
    const [own, again] = ['Popularity', 'popularity'].map((name) =>
      ended.stdout
        .split('\n')
        .find((line) => line.startsWith(`${name} `))!
        .split(/ {2,}/),
    );
    expect(again[1]).toBe(own[1]);
    expect(again.slice(2)).toEqual(['–', '–', '–']);
    expect(ended.stdout).toMatch(/\nlightgbm /);
    expect(ended.stdout).toMatch(/Popularity − lightgbm/);
    expect(ended.stderr).toMatch(/theirs.run: 9 lists asked for are not there and count 0.\n/);
    expect(ended.stderr).toMatch(/theirs.run: One place holds an item the data do not know: a miss.\n/);
    const alone = await evaluate(...words, '--recommenders', 'none', '--judge', theirs, '--judge', both.split(',')[0]);
    expect(alone).toMatchObject({ status: 0, stdout: expect.stringMatching(/\nlightgbm .*\npopularity /s) });
    const missing = await evaluate(...words, '--recommenders', 'none', '--judge', 'nowhere.run');
    expect(missing).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^Expected a TREC run file at nowhere.run/m),
    });
  });

  it('judges a test file against a training file', async () => {
    const train = file('train.csv', ratings.map((lines) => lines.slice(0, 9)).flat());
    const test = file('test.csv', ratings.map((lines) => lines.slice(9)).flat());
    const words = [
      '--train',
      train,
      '--test',
      test,
      '--recommenders',
      'popularity',
      '--relevant-from',
      '4',
      '--k',
      '2',
    ];
    const ended = await evaluate(...words, '--metrics', 'recall,hit-rate');
    expect(ended.stderr).not.toMatch(/Expected/);
    expect(ended.status).toBe(0);
    expect(ended.stdout).toMatch(/10 users judged/);
    expect(ended.stdout).toMatch(/Recall@2 +Hit rate@2/);
  });

  it('cuts the data as often as it is told, and tells the luck of the cut apart from that of people', async () => {
    const json = join(folder, 'cuts.json');
    const words = ['--data', file('cuts.csv', ratings.flat()), '--recommenders', 'popularity', '--k', '1'];
    const ended = await evaluate(...words, '--metrics', 'recall,coverage', '--repeats', '3', '--json', json);
    expect(ended).toMatchObject({ status: 0, stdout: expect.stringMatching(/\nThe data were cut 3 times\./) });
    const { protocol, outcomes } = JSON.parse(readFileSync(json, 'utf8'));
    expect(protocol.repeats).toBe(3);
    const { value, repeats } = outcomes[0].metrics.recall;
    expect(repeats.values).toHaveLength(3);
    expect(value).toBeCloseTo((repeats.values[0] + repeats.values[1] + repeats.values[2]) / 3, 12);
    expect(repeats.parts.cuts).toBeGreaterThanOrEqual(0);
    expect(outcomes[0].metrics.coverage.repeats).toMatchObject({ values: expect.any(Array), parts: null });
    const tooMany = await evaluate(...words, '--repeats', '21');
    expect(tooMany).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^Expected the data to be cut 1 to 20 times; got 21/),
    });
  });

  it('says where what is learned from gives away what is held out', async () => {
    // Forty people of four occupations; the last film of each is the one that the occupation is named after, or is not.
    const lens = (name: string, occupationOf: (user: number) => string) => {
      const path = join(folder, name);
      mkdirSync(path);
      const write = (part: string, lines: readonly string[]) => writeFileSync(join(path, part), lines.join('\n'));
      const users = Array.from({ length: 40 }, (_, user) => user + 1);
      const films = Array.from({ length: 12 }, (_, film) => film + 1);
      write(
        'u.item',
        films.map((film) => `${film}|Film ${film} (1990)|||${'|0'.repeat(18)}|1`),
      );
      const seen = (user: number) => [5 + (user % 8), 5 + ((user + 3) % 8), 1 + (user % 4)];
      write(
        'u.data',
        users.flatMap((user) => seen(user).map((film, at) => `${user}\t${film}\t4\t${880000000 + at}`)),
      );
      write(
        'u.user',
        users.map((user) => `${user}|30|F|${occupationOf(user)}|00000`),
      );
      return path;
    };
    const words = ['--recommenders', 'popularity', '--metrics', 'recall', '--bootstrap', '100'];
    const last = ['--split', 'leave-one-out', '--params', '{"leave-one-out":{"which":"last"}}'];
    const leaking = lens('leaking', (user) => `critic of film ${1 + (user % 4)}`);
    const ended = await evaluate('--data', leaking, ...words, ...last);
    expect(ended).toMatchObject({ status: 0 });
    expect(ended.stdout).toMatch(
      /\nCareful: Member feature “occupation.*” says which item is held out for 100 % of the people/,
    );
    const honest = lens('honest', (user) => ['writer', 'artist', 'engineer'][user % 3]);
    expect((await evaluate('--data', honest, ...words, ...last)).stdout).not.toMatch(/Member feature/);
  });

  it('computes the notebook’s table beside what it printed', async () => {
    const { status, stdout } = await evaluate('--notebook');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^30 people, lists of 10/);
    expect(stdout).toMatch(/\nContent +\.800 +\.800 +\.\d{3} +\.080 +\.080 +\.\d{3}\n/);
    expect(stdout).toMatch(/\nPopularity +\.300 +\.367 .*Equal scores decide/);
    expect(stdout).toMatch(/\nTwo-tower +\.500 +\.\d{3} .*mean of 5/);
  });

  it('names what there is', async () => {
    const { status, stdout } = await evaluate('--list');
    expect(status).toBe(0);
    for (const id of ['popularity', 'ndcg', 'holdout', 'film-club'])
      expect(stdout).toMatch(new RegExp(`\\n  ${id} +\\S`));
    expect((await evaluate('--help')).stdout).toMatch(/--data PATH/);
  });

  it.each([
    [['--data', 'nowhere.csv'], /^Expected a file, a folder or a zip at nowhere.csv; there is none.\n$/],
    [['--data', 'x', '--k', '0'], /^Expected a whole number from 1 for --k; got 0. See --help.\n$/],
  ])('fails with one sentence: %j', async (words, sentence) => {
    expect(await evaluate(...words)).toEqual({ status: 1, stdout: '', stderr: expect.stringMatching(sentence) });
  });
});
