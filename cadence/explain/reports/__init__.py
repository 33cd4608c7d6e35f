"""How is a report shown to people, and to programs? Pure: figures in; text, rows and data out."""
