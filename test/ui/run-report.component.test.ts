import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../src/App.svelte';
import type { EvaluateProgress } from '../../src/core/experiments/protocol.ts';
import type { Lab } from '../../src/state/lab.svelte.ts';
import { fakeLab } from './fixtures.ts';
import { filesSaved, four, judgedRun, judging } from './run-fixtures.ts';

async function openReport(width = 1440): Promise<Lab> {
  await page.viewport(width, 900);
  const lab = await fakeLab({ hash: '#/evaluate', api: judging });
  await lab.evaluation.run(four);
  await render(App, { lab });
  await expect.element(page.getByText('cannot be told apart').first()).toBeVisible();
  return lab;
}
const table = () => page.getByRole('group', { name: 'Results' });
const names = () =>
  table()
    .getByRole('rowheader')
    .elements()
    .map((head) => head.textContent!.trim());
const figure = (name: string | RegExp) => page.getByRole('figure').filter({ hasText: name });
const bytesOf = async (file: File) => new Uint8Array(await file.arrayBuffer());

describe('the table of a run', { timeout: 60_000 }, () => {
  it('ranks by a metric, says who cannot be told apart, and by what', async () => {
    await openReport();
    expect(names()).toEqual(['ALS', 'Item kNN', 'User kNN', 'Most popular']);
    const row = (name: string) => table().getByRole('row', { name: new RegExp(`^${name}`) });
    await expect.element(row('Item kNN')).toHaveTextContent('cannot tell apart');
    await expect.element(row('User kNN')).not.toHaveTextContent('cannot tell apart');
    await expect.element(page.getByText(/ALS and Item kNN/).first()).toBeVisible();
    await expect.element(row('ALS')).toHaveTextContent(/\.26\d\s*± \.010/);
  });

  it('is sorted anew by the head of another column, errors from the least', async () => {
    const lab = await openReport();
    await table().getByRole('button', { name: 'RMSE' }).click();
    const errors = lab.evaluation
      .current!.outcomes.map(({ label, results }) => ({
        label,
        value: results.find((one) => one.metric === 'rmse')!.value,
      }))
      .sort((a, b) => a.value - b.value);
    await expect.poll(names).toEqual(errors.map(({ label }) => label));
    await expect.element(table().getByRole('columnheader', { name: /RMSE/ })).toHaveAttribute('aria-sort', 'ascending');
    await table().getByRole('button', { name: 'NDCG@10' }).click();
    await expect.poll(names).toEqual(['ALS', 'Item kNN', 'User kNN', 'Most popular']);
  });

  it('draws intervals on one scale: a better value stands further right, with its interval around it', async () => {
    await openReport();
    const lines = [...table().element().querySelectorAll('tbody .line')].map((line) => {
      const [span, dot] = [...line.children].map((part) => part.getBoundingClientRect());
      return { from: span.left, to: span.right, at: (dot.left + dot.right) / 2 };
    });
    expect(lines).toHaveLength(4);
    for (const { from, to, at } of lines) expect(from < at && at < to).toBe(true);
    expect(lines[0].at).toBeGreaterThan(lines[2].at);
    expect(lines[2].at).toBeGreaterThan(lines[3].at);
  });

  it('fits a phone: names stay in sight while figures scroll under them', async () => {
    await openReport(390);
    const scroll = table().element();
    expect(scroll.scrollWidth).toBeGreaterThan(scroll.clientWidth);
    const before = scroll.querySelector('tbody th')!.getBoundingClientRect().left;
    scroll.scrollLeft = 200;
    await expect.poll(() => scroll.querySelector('tbody th')!.getBoundingClientRect().left).toBe(before);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(390);
  });
});

describe('the pictures of a run', { timeout: 60_000 }, () => {
  it('set accuracy against what one chooses, training time among it', async () => {
    await openReport();
    const tradeOff = figure(/NDCG@10 against coverage/);
    await expect
      .element(tradeOff.getByRole('img', { name: /^ALS: NDCG@10 \.26\d \(\.25\d to \.27\d\), coverage/ }))
      .toBeInTheDocument();
    await page.getByLabelText('What NDCG@10 is set against').selectOptions('training time');
    await expect
      .element(figure(/against training time/).getByRole('img', { name: /^ALS: .*training time 0\.6 s/ }))
      .toBeInTheDocument();
    await page.getByLabelText('What NDCG@10 is set against').selectOptions('novelty');
    await expect.element(figure(/against novelty/).getByRole('img', { name: /^ALS: .*novelty/ })).toBeInTheDocument();
  });

  it('are walked with arrows, point by point, each saying its figures', async () => {
    await openReport();
    const [first] = figure(/against coverage/)
      .getByRole('img')
      .elements() as SVGElement[];
    expect(first.getAttribute('tabindex')).toBe('0');
    first.focus();
    await expect.element(figure(/against coverage/)).toHaveTextContent(/ALS: NDCG@10/);
    await userEvent.keyboard('{ArrowRight}');
    expect(document.activeElement!.getAttribute('aria-label')).toMatch(/^Item kNN: NDCG@10/);
    await userEvent.keyboard('{End}');
    expect(document.activeElement!.getAttribute('aria-label')).toMatch(/^Most popular: NDCG@10/);

    const cells = figure('Who beats whom').getByRole('img').elements() as SVGElement[];
    cells[0].focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(document.activeElement!.getAttribute('aria-label')).toMatch(/^Item kNN minus ALS: −\.\d{3} \(/);
  });

  it('let curves be read off at any length', async () => {
    await openReport();
    const curve = page.getByRole('slider', { name: /NDCG against the length of the list/ });
    await expect.element(curve).toHaveAttribute('aria-valuenow', '10');
    (curve.element() as SVGElement).focus();
    await userEvent.keyboard('{PageUp}{ArrowRight}');
    await expect.element(curve).toHaveAttribute('aria-valuenow', '21');
    await expect.poll(() => curve.element().getAttribute('aria-valuetext')).toMatch(/^k 21: .*ALS \.2/);
    await expect.element(figure('NDCG against k')).toHaveTextContent('at 21');
    await figure('NDCG against k').getByLabelText('Metric').selectOptions('Recall');
    await expect.element(page.getByRole('slider', { name: /^Recall/ })).toBeInTheDocument();
  });

  it('have their numbers behind them', async () => {
    await openReport();
    for (const name of [/against coverage/, 'Who beats whom', 'NDCG against k']) {
      await figure(name)
        .getByRole('button', { name: /as a table$/ })
        .click();
      await expect.element(figure(name).getByRole('table')).toHaveTextContent('ALS');
    }
    const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa', 'best-practice'] });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
  });

  it('are told apart where it holds and where not, slice by slice', async () => {
    await openReport();
    const slices = page.getByRole('group', { name: 'Slices' });
    await expect.element(slices.getByRole('row', { name: /^4–10 known 70/ })).toHaveTextContent(/± \.020/);
    await expect.element(slices).toHaveTextContent('Relevant items by popularity');
  });

  it.each(['light', 'dark'] as const)('are saved as they look, in the %s theme', async (theme) => {
    const lab = await openReport();
    await lab.theme.choose(theme);
    for (const name of [/against coverage/, 'Who beats whom', 'NDCG against k']) {
      const [svg] = await filesSaved(() =>
        figure(name)
          .getByRole('button', { name: /as an SVG picture$/ })
          .click(),
      );
      expect(svg.name).toMatch(/\.svg$/);
      const drawn = new DOMParser().parseFromString(await svg.text(), 'image/svg+xml');
      expect(drawn.querySelector('parsererror')).toBeNull();
      expect(await svg.text()).not.toMatch(/var\(|light-dark|color-mix|oklab/);
      expect(drawn.querySelector('text')!.textContent).toMatch(name);
      expect(drawn.querySelector('rect')!.getAttribute('fill')).toBe(
        getComputedStyle(document.documentElement).backgroundColor,
      );

      const [png] = await filesSaved(() =>
        figure(name)
          .getByRole('button', { name: /as a PNG picture$/ })
          .click(),
      );
      expect(png.name).toBe(svg.name.replace('.svg', '.png'));
      expect([...(await bytesOf(png)).subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
      const image = await createImageBitmap(png);
      expect(image.width).toBe(2 * Number(drawn.documentElement.getAttribute('width')));
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d')!;
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, image.width, image.height);
      const colors = new Set<number>();
      for (let at = 0; at < data.length; at += 4) colors.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
      expect(colors.size, 'colors of a drawn picture').toBeGreaterThan(20);
      expect(`rgb(${data[0]}, ${data[1]}, ${data[2]})`).toBe(
        getComputedStyle(document.documentElement).backgroundColor,
      );
    }
    await lab.theme.choose('system');
  });
});

describe('an evaluation under way', { timeout: 60_000 }, () => {
  it('shows how far it is and how a network learns, and stops at a click', async () => {
    await page.viewport(1440, 900);
    let say: (progress: EvaluateProgress) => void = () => {};
    let stopped = false;
    const lab = await fakeLab({
      hash: '#/evaluate',
      api: {
        evaluate: (_, __, ___, signal, report) => {
          say = report;
          return new Promise((_, reject) =>
            signal.addEventListener('abort', () => {
              stopped = true;
              reject(new DOMException('', 'AbortError'));
            }),
          );
        },
      },
    });
    await render(App, { lab });
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect.element(page.getByText('starting')).toBeVisible();
    for (let epoch = 1; epoch <= 3; epoch++) {
      const report = {
        epoch,
        epochs: 9,
        loss: 1 / epoch,
        validation: 0.1 * epoch,
        measure: 'ndcg@10',
        best: epoch,
      } as const;
      say({ recommender: 'als', phase: 'fit', done: 0.1 * epoch, loss: 1 / epoch, epoch: report });
    }
    await expect.element(page.getByRole('progressbar', { name: 'Evaluating' })).toHaveAttribute('aria-valuenow', '30');
    await expect
      .element(
        page.getByRole('img', { name: 'Loss 1 after epoch 1, 0.333 after epoch 3; best NDCG@10 .300 at epoch 3' }),
      )
      .toBeVisible();
    say({ recommender: 'als', phase: 'score', done: 0.6 });
    await expect.element(page.getByText(/judging/)).toBeVisible();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await expect.element(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
    expect(stopped).toBe(true);
    expect(lab.evaluation.error).toBeNull();
  });

  it('says what went wrong, and another run begins', async () => {
    await page.viewport(1440, 900);
    let fails = true;
    const lab = await fakeLab({
      hash: '#/evaluate',
      api: {
        evaluate: async (_, selections, protocol) => {
          if (fails) throw new Error('Expected somebody with two ratings; there is nobody. Choose other data.');
          return judgedRun([...selections], protocol);
        },
      },
    });
    await render(App, { lab });
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect.element(page.getByRole('alert')).toHaveTextContent('Expected somebody with two ratings');
    fails = false;
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect.element(table()).toBeVisible();
    await expect.poll(() => page.getByRole('alert').elements().length).toBe(0);
  });

  it('is set up in words: a dialect says what it changes', async () => {
    await page.viewport(390, 844);
    const lab = await fakeLab({ hash: '#/evaluate', api: judging });
    await render(App, { lab });
    await page.getByLabelText('Definitions').selectOptions('trec_eval, ranx');
    const said = page.getByLabelText('What trec_eval, ranx changes');
    await expect
      .element(said)
      .toHaveTextContent(/MAP\s*divided by all that is relevant\s*instead of: divided by what k places can hold/);
    lab.evaluation.protocol = { ...lab.evaluation.protocol, metrics: ['ndcg'] };
    await expect.element(page.getByText('Of the metrics chosen it changes none.')).toBeVisible();
  });

  it('offers all recommenders, and folds away those not chosen', async () => {
    await page.viewport(1440, 900);
    const lab = await fakeLab({ hash: '#/evaluate', api: judging });
    await render(App, { lab });
    const picks = page.getByRole('region', { name: 'Recommenders' });
    await expect.poll(() => picks.getByRole('checkbox', { checked: false }).elements().length).toBe(0);
    await picks.getByRole('button', { name: /more to choose from/ }).click();
    await picks.getByRole('checkbox', { name: 'Preferences' }).click();
    await picks.getByRole('button', { name: 'only those chosen' }).click();
    await picks.getByRole('checkbox', { name: 'ALS' }).click();
    // Unchecked a moment ago, it stays in reach.
    await expect.element(picks.getByRole('checkbox', { name: 'ALS' })).not.toBeChecked();
    const chosen = lab.evaluation.chosen!.map(({ id }) => id);
    expect(chosen).toContain('preferences');
    expect(chosen).not.toContain('als');
  });
});
