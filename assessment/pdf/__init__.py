"""The paper: a summary in, a tagged PDF out."""
