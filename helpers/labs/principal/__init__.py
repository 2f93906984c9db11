"""The lab “Go deep”, of the individual contributor."""
