"""Team sessions: agendas, what people share, and what a team may see of it."""
