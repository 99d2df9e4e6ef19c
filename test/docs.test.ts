import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { entrySection } from '../scripts/docs/entry.ts';
import { pages } from '../scripts/docs/pages.ts';
import { choice, flag, float, int } from '../src/core/params.ts';

const folder = new URL('../docs/', import.meta.url);

describe('generated pages', { timeout: 60_000 }, async () => {
  const written = await pages();

  it.each([...written])('docs/%s is what the registries say (npm run docs)', (name, text) => {
    expect(readFileSync(new URL(name, folder), 'utf8')).toBe(text);
  });

  it('are the same each time', async () => {
    expect(await pages()).toEqual(written);
  });
});

describe('the section of an entry', () => {
  const help = 'Turn it up.';
  const section = entrySection(
    {
      id: 'tea-leaves',
      label: 'Tea leaves',
      summary: 'Looks into a cup.',
      params: {
        cups: int({ label: 'Cups', help, default: 3, min: 1, max: 9 }),
        heat: float({ label: 'Heat', help, default: 0.5, min: 0, max: 1 }),
        milk: flag({ label: 'Milk', help, default: false }),
        leaf: choice({
          label: 'Leaf',
          help,
          default: 'green',
          options: [
            { id: 'green', label: 'Green | mild' },
            { id: 'black', label: 'Black' },
          ],
        }),
      },
      presets: [{ id: 'english', label: 'As in England', params: { milk: true, leaf: 'black' } }],
    },
    [
      ['needs', ''],
      ['better', 'higher'],
    ],
  );

  it('has the id as its heading, so that links reach it', () => {
    expect(section.split('\n')[0]).toBe('### tea-leaves');
  });

  it('tells every parameter with its default and what it may be', () => {
    expect(section).toContain('| `cups` | Cups | `3` | whole numbers from 1 to 9 | Turn it up. |');
    expect(section).toContain('| `heat` | Heat | `0.5` | numbers from 0 to 1 | Turn it up. |');
    expect(section).toContain('| `milk` | Milk | `false` | `true`, `false` | Turn it up. |');
    expect(section).toContain('| `leaf` | Leaf | `green` | `green` (Green \\| mild), `black` (Black) | Turn it up. |');
    expect(section).toContain('Preset `english` (As in England): `milk = true`, `leaf = black`.');
  });

  it('leaves out facts that are empty', () => {
    expect(section).toContain('- better: higher');
    expect(section).not.toContain('needs');
  });
});
