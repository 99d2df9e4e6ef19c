export interface Dot {
  readonly name: string;
  /** In pixels. */
  readonly x: number;
  readonly y: number;
}
export interface Label extends Dot {
  readonly anchor: 'start' | 'middle' | 'end';
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}
const meets = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Mean width of a letter and height of a line of the charts' type, and how far a label keeps from its dot. */
const letter = 6.3;
const line = 13;
const gap = 10;

/** A place for each name beside its own dot, on no other dot and no other name where that can be had. */
export function placeLabels(dots: readonly Dot[], width: number): Label[] {
  const taken: Box[] = dots.map(({ x, y }) => ({ left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 }));
  return dots.map((dot, own) => {
    const long = dot.name.length * letter;
    const options: Label[] = [
      { ...dot, x: dot.x + gap, y: dot.y + 4, anchor: 'start' },
      { ...dot, x: dot.x - gap, y: dot.y + 4, anchor: 'end' },
      { ...dot, y: dot.y - gap, anchor: 'middle' },
      { ...dot, y: dot.y + gap + 8, anchor: 'middle' },
      { ...dot, x: dot.x + 4, y: dot.y - gap, anchor: 'start' },
      { ...dot, x: dot.x - 4, y: dot.y + gap + 8, anchor: 'end' },
    ];
    const cost = (label: Label) => {
      const box = boxOf(label, long);
      const outside = box.left < 0 || box.right > width ? 3 : 0;
      return outside + taken.filter((other, i) => i !== own && meets(box, other)).length;
    };
    // The first of the cheapest: options stand in order of preference.
    const best = options.reduce((kept, option) => (cost(option) < cost(kept) ? option : kept));
    taken.push(boxOf(best, long));
    return best;
  });
}

function boxOf({ x, y, anchor }: Label, long: number): Box {
  const left = anchor === 'start' ? x : anchor === 'end' ? x - long : x - long / 2;
  return { left, right: left + long, top: y - line + 3, bottom: y + 3 };
}
