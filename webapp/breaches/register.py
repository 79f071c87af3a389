"""The list of every breach of one council."""
