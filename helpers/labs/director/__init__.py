"""The lab “Fund the portfolio”, of the director."""
