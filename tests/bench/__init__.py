"""What pages and the engine cost, measured beside a floor in the same run; never inside a test."""
