"""Lambda functions, in a room for each component, and what they share."""

import gc

# Hardly anything that imports make becomes garbage: looking for it so often takes 6 % of a cold start.
gc.set_threshold(50_000)
