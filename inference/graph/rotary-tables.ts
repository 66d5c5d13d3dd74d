/** cos and sin of position x frequency, [positions, headSize / 2] each, row-major. */
export interface RotaryTable {
  readonly cos: Float32Array;
  readonly sin: Float32Array;
}

/**
 * Computed in float64 and rounded once, which is at least as exact as the reference's fp32 product.
 *
 * @param positions  Rows, the longest text in tokens.
 * @param headSize   Elements of a head, even.
 * @param theta      Base of the geometric frequencies, > 0.
 */
export function rotaryTable(positions: number, headSize: number, theta: number): RotaryTable {
  const half = headSize / 2;
  const cos = new Float32Array(positions * half);
  const sin = new Float32Array(positions * half);
  for (let i = 0; i < half; i++) {
    const frequency = theta ** (-(2 * i) / headSize);
    for (let position = 0; position < positions; position++) {
      cos[position * half + i] = Math.cos(position * frequency);
      sin[position * half + i] = Math.sin(position * frequency);
    }
  }
  return { cos, sin };
}
