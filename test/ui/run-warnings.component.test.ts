import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../src/App.svelte';
import { fakeLab } from './fixtures.ts';

const leak =
  'Sessions to learn from hold an item that is held out, for 40 % of people: whoever reads sessions has seen the answer.';
const ties =
  'Most popular: for 31 % of people the top 10 ends among equal scores, and the order of the catalog decides who is in.';

describe('what makes the figures of a run doubtful', { timeout: 60_000 }, () => {
  it.each([1440, 390])(
    'is said above them, reason by reason, and only where there is one, %i px wide',
    async (width) => {
      await page.viewport(width, 900);
      const lab = await fakeLab({ hash: '#/evaluate' });
      const run = (await lab.evaluation.run(lab.columns.all.map(({ selection }) => selection)))!;
      await render(App, { lab });
      const results = page.getByRole('group', { name: 'Results' });
      await expect.element(results).toBeVisible();
      expect(page.getByText(/to be careful/).elements()).toHaveLength(0);

      lab.evaluation.show({ ...run, id: 'one doubt', warnings: [leak] });
      const doubts = page.getByRole('region', { name: /to be careful/ });
      await expect.element(doubts.getByRole('heading')).toHaveTextContent(/^1 reason to be careful$/);
      // Two settings of one recommender may give the very same reason.
      lab.evaluation.show({ ...run, id: 'three doubts', warnings: [leak, ties, ties] });
      await expect.element(doubts.getByRole('heading')).toHaveTextContent(/^3 reasons to be careful$/);
      const said = doubts.getByRole('listitem').elements();
      expect(said.map((one) => one.textContent)).toEqual([leak, ties, ties]);
      const isBefore = doubts.element().compareDocumentPosition(results.element()) & Node.DOCUMENT_POSITION_FOLLOWING;
      expect(isBefore).toBeTruthy();
      expect(document.documentElement.scrollWidth).toBe(width);
      for (const theme of ['light', 'dark'] as const) {
        await lab.theme.choose(theme);
        // Colors fade from one to the other.
        await expect.poll(() => document.getAnimations().length).toBe(0);
        const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa', 'best-practice'] });
        expect(violations.map(({ id, nodes }) => `${theme}, ${id}: ${nodes[0].html}`)).toEqual([]);
      }
      await lab.theme.choose('system');

      lab.evaluation.show(run);
      await expect.poll(() => doubts.elements().length).toBe(0);
    },
  );
});
