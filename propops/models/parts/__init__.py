"""Parts of records that need a file of their own; the folder above holds one file for each kind."""
