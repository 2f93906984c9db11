"""The lab “Choose what comes first”, of the mid-level."""
