"""What an association's officers may see of all their councils together: counts, never a case."""
