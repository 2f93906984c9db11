"""What stands in the panels: pure functions from a moment (ladder, answers, theme) to HTML."""
