"""The five pages on which a lead investigator rates a breach, and what comes of them."""
