"""The lab “A week in another chair”, of the neighbouring roles."""
