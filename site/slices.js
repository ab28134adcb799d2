// Long work in slices, between which the browser can answer the reader.

const SLICE = 8; // ms: half of a frame at 60 Hz

/**
 * Does work step by step.
 *
 * @param {Iterable<void>} steps Each much shorter than a slice.
 * @param {AbortSignal} signal Gives the work up.
 */
export async function inSlices(steps, signal) {
  let end = performance.now() + SLICE;
  for (const _ of steps) {
    if (performance.now() < end) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return;
    end = performance.now() + SLICE;
  }
}
