import type { Entry, Preset } from '../../src/core/entry.ts';
import type { ParamSpec } from '../../src/core/params.ts';

/** One entry of a registry as Markdown. The heading is the id, so that the anchor is too. */
export function entrySection(entry: Entry, facts: readonly (readonly [name: string, value: string])[] = []): string {
  const known = facts.filter(([, value]) => value !== '').map(([name, value]) => `- ${name}: ${value}`);
  return [
    `### ${entry.id}`,
    `**${entry.label}.** ${entry.summary}`,
    known.join('\n'),
    paramTable(entry),
    (entry.presets ?? []).map(presetLine).join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** A page: what it is, who wrote it, and its sections. */
export function page(title: string, introduction: string, sections: readonly string[]): string {
  const origin = '<!-- Written by `npm run docs` from the registries in src/core. Change it there. -->';
  return [`# ${title}`, origin, introduction, ...sections].join('\n\n');
}

function paramTable({ params }: Entry): string {
  const specs = Object.entries(params);
  if (specs.length === 0) return '';
  const rows = specs.map(([name, spec]) =>
    row(`\`${name}\``, spec.label, `\`${String(spec.default) || ' '}\``, allowed(spec), spec.help),
  );
  return [row('parameter', 'label', 'default', 'values', 'what it does'), row('-', '-', '-', '-', '-'), ...rows].join(
    '\n',
  );
}

function allowed(spec: ParamSpec): string {
  switch (spec.type) {
    case 'choice':
      return spec.options.map(({ id, label }) => `\`${id}\` (${label})`).join(', ');
    case 'flag':
      return '`true`, `false`';
    case 'text':
      return `text, at most ${spec.maxLength} characters`;
    default:
      return `${spec.type === 'int' ? 'whole numbers' : 'numbers'} from ${spec.min} to ${spec.max}`;
  }
}

const presetLine = ({ id, label, params }: Preset) =>
  `Preset \`${id}\` (${label}): ${Object.entries(params)
    .map(([name, value]) => `\`${name} = ${String(value)}\``)
    .join(', ')}.`;

/** A line of a table. */
export const row = (...cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
