"""What does an auditor get in hand? Pure: rows of tables, and a page to read."""
