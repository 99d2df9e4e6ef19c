import { choice, float, int } from '../params.ts';
import { factorsParam } from './factor-params.ts';

/** Parameters of recommenders that learn an order from examples (ranked-fit.ts), with defaults of their own. */
export const rankedParams = (defaults: { readonly epochs: number; readonly regularization: number }) => ({
  factors: factorsParam(64),
  epochs: int({
    label: 'Epochs',
    help: 'How often every example is learned from; more follow the training data ever more closely.',
    default: defaults.epochs,
    min: 1,
    max: 500,
    scale: 'log',
  }),
  regularization: float({
    label: 'Regularization',
    help: 'Pulls what an example touches towards zero; more makes lists steadier and less personal.',
    default: defaults.regularization,
    min: 0,
    max: 1,
  }),
  negatives: choice({
    label: 'Compared with',
    help: 'Where the items come from that somebody does not have: any alike, or popular ones more often.',
    advanced: true,
    default: 'uniform',
    options: [
      { id: 'uniform', label: 'any item alike' },
      { id: 'popular', label: 'items as often as people have them' },
    ],
  }),
  mapShare: float({
    label: 'Caution with histories',
    help: 'Regularization of the map from histories to tastes; more relies on broad tastes.',
    advanced: true,
    default: 0.1,
    min: 1e-6,
    max: 100,
    scale: 'log',
  }),
});

export const likesCount = (label: string) =>
  choice({
    label,
    help: 'All likes the same, or a high rating or count more than a low one.',
    advanced: true,
    default: 'equal',
    options: [
      { id: 'equal', label: 'the same' },
      { id: 'preference', label: 'by how far a rating lies above the middle; counts by their logarithm' },
    ],
  });
