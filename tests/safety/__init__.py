"""The safety files: how they are read and rendered, and proofs on the shipped rules."""
