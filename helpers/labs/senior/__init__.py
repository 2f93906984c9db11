"""The lab “See the system”, of the senior."""
