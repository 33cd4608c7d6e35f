"""What other systems are told: the events, who receives them, and what is delivered. Edge."""
