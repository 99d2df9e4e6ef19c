/** Where some items stand among all candidates, from 1, under any order of equal scores. */
export interface TiedRanks {
  readonly candidates: number;
  /** The best and the worst rank each could get. What has no score comes last. */
  readonly best: Float64Array;
  readonly worst: Float64Array;
}
