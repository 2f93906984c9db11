"""The lab “Run the business”, of the executive."""
