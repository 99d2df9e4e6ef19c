/**
 * Gradient steps on rows of parameters, four lanes at a time; the rules are in core/math/gradient-steps.ts.
 * A table of parameters is followed by the tables of its accumulated squares G and of its accumulated moves M.
 */
@unmanaged
export class StepRule {
  /** 0 SGD, 1 Adagrad, 2 Adadelta. */
  rule: i32;
  stride: i32;
  learningRate: f32;
  regularization: f32;
  decay: f32;
  epsilon: f32;
}

/** A row θ of the table moves along the gradient  scale · direction + λ θ. */
export function stepAgainst(by: StepRule, table: usize, tableBytes: usize, row: usize, scale: f32, direction: usize): void {
  const stride = <usize>by.stride;
  const at = table + row * stride;
  const squares = at + tableBytes;
  const s = f32x4.splat(scale);
  const lambda = f32x4.splat(by.regularization);
  const rate = f32x4.splat(by.learningRate);
  if (by.rule == 1) {
    for (let lane: usize = 0; lane < stride; lane += 16) {
      const theta = v128.load(at + lane);
      const square = v128.load(squares + lane);
      const g = f32x4.add(f32x4.mul(s, v128.load(direction + lane)), f32x4.mul(lambda, theta));
      v128.store(at + lane, f32x4.sub(theta, f32x4.div(f32x4.mul(rate, g), f32x4.sqrt(square))));
      v128.store(squares + lane, f32x4.add(square, f32x4.mul(g, g)));
    }
  } else if (by.rule == 0) {
    for (let lane: usize = 0; lane < stride; lane += 16) {
      const theta = v128.load(at + lane);
      const g = f32x4.add(f32x4.mul(s, v128.load(direction + lane)), f32x4.mul(lambda, theta));
      v128.store(at + lane, f32x4.sub(theta, f32x4.mul(rate, g)));
    }
  } else {
    const moves = squares + tableBytes;
    const decay = f32x4.splat(by.decay);
    const rest = f32x4.splat(1 - by.decay);
    const epsilon = f32x4.splat(by.epsilon);
    for (let lane: usize = 0; lane < stride; lane += 16) {
      const theta = v128.load(at + lane);
      const g = f32x4.add(f32x4.mul(s, v128.load(direction + lane)), f32x4.mul(lambda, theta));
      const square = f32x4.add(f32x4.mul(decay, v128.load(squares + lane)), f32x4.mul(rest, f32x4.mul(g, g)));
      const moved = v128.load(moves + lane);
      const ratio = f32x4.div(f32x4.add(moved, epsilon), f32x4.add(square, epsilon));
      const move = f32x4.mul(g, f32x4.sqrt(ratio));
      v128.store(squares + lane, square);
      v128.store(moves + lane, f32x4.add(f32x4.mul(decay, moved), f32x4.mul(rest, f32x4.mul(move, move))));
      v128.store(at + lane, f32x4.sub(theta, move));
    }
  }
}
