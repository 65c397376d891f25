"""propops: the customer-service desk of a residential estate, kept in plain files."""

__version__ = "0.1.0"
