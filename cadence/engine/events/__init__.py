"""How do events reach other systems? Edge: their schemas, what signs them and what sends them."""
