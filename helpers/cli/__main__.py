"""`python -m helpers.cli` is the same as `ladder`."""

from helpers.cli import main

main()
