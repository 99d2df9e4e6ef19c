import type { Metric } from './metric.ts';
import { meanUnlikeness } from './over-list.ts';

export const audienceDiversity: Metric = {
  id: 'audience-diversity',
  label: 'Diversity of audiences',
  summary: 'How different the items of one list are from one another, by the people who have them.',
  formula:
    '1 − mean of people who have both / √(people who have one · people who have the other) over all pairs in the list',
  params: {},
  kind: 'beyond',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  measure: (outcome, context) => meanUnlikeness(outcome, context, context.background.likeByPeople),
};
