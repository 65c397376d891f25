"""Looking back: what became of records, as functions from values to values."""
