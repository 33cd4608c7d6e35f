"""How is the record of processing shown to people? Pure: a page of text in each language."""
