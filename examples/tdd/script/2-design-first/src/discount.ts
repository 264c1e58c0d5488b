/** Takes a percentage off an amount of whole cents. */
export default function discounted(_amount: number, _percent: number): number {
  throw new Error('not written yet');
}
