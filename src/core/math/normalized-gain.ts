/**
 * The gain of a list over that of the best one, place by place: the sum of the discounts of places that hold a hit, divided
 * by the same sum with `possible` hits on top (K. Järvelin, J. Kekäläinen, "Cumulated gain-based evaluation of IR
 * techniques", ACM TOIS 20, 2002, with one grade of relevance); 0 where none is possible. out[place] is what it is for a
 * list that ends there.
 */
export function normalizedGain(
  hits: ArrayLike<boolean | number>,
  possible: number,
  discounts: ArrayLike<number>,
  out: Float64Array,
): void {
  let gain = 0;
  let ideal = 0;
  for (let place = 0; place < out.length; place++) {
    if (hits[place]) gain += discounts[place];
    if (place < possible) ideal += discounts[place];
    out[place] = ideal > 0 ? gain / ideal : 0;
  }
}
