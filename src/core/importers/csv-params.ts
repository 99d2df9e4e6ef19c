import type { RatingScale } from '../data/dataset.ts';
import { choice, text } from '../params.ts';
import { scaleInWords } from './rating-scale.ts';

const column = (label: string, help: string) =>
  text({
    label,
    help: `${help} A name or a number from 1; empty: found by itself; "-": none.`,
    default: '',
    maxLength: 200,
  });

export const scales: Readonly<Record<string, RatingScale>> = {
  '0.5-5': { min: 0.5, max: 5, step: 0.5 },
  '1-5': { min: 1, max: 5, step: 1 },
  '1-10': { min: 1, max: 10, step: 1 },
  '0-10': { min: 0, max: 10, step: 0.5 },
  '0-100': { min: 0, max: 100, step: 1 },
};

const detected = { id: 'auto', label: 'Found by itself' };

export const csvParams = {
  user: column('User column', 'Who acted.'),
  item: column('Item column', 'What they acted on.'),
  value: column('Value column', 'Their rating, or how often; without one every event counts once.'),
  time: column('Time column', 'Seconds or milliseconds since 1970, or dates such as 2016-10-16 18:05.'),
  title: column('Title column', 'What an item is called.'),
  file: text({
    label: 'File',
    help: 'Which of several files to read; empty: the one that fits best.',
    default: '',
    maxLength: 500,
  }),
  separator: choice({
    label: 'Separator',
    help: 'What stands between two cells.',
    default: 'auto',
    options: [
      detected,
      { id: 'comma', label: 'Comma' },
      { id: 'semicolon', label: 'Semicolon' },
      { id: 'tab', label: 'Tab' },
      { id: 'pipe', label: 'Vertical bar' },
      { id: 'blank', label: 'Blanks' },
      { id: 'colons', label: 'Two colons' },
    ],
  }),
  header: choice({
    label: 'Header',
    help: 'Whether the first line names the columns.',
    default: 'auto',
    options: [detected, { id: 'yes', label: 'Yes' }, { id: 'no', label: 'No' }],
  }),
  feedback: choice({
    label: 'Meaning of the value',
    help: 'Ratings are opinions, good or bad; counts only say how much.',
    default: 'auto',
    options: [detected, { id: 'explicit', label: 'Ratings' }, { id: 'implicit', label: 'Counts' }],
  }),
  scale: choice({
    label: 'Rating scale',
    help: 'Ratings off a chosen scale are refused with their line.',
    default: 'auto',
    options: [detected, ...Object.keys(scales).map((id) => ({ id, label: scaleInWords(scales[id]) }))],
  }),
};

export const separatorOf: Readonly<Record<string, string>> = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  pipe: '|',
  blank: ' ',
  colons: '::',
};
