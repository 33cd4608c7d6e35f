"""What does a person mean by a reply? Pure: opt-out, answers and times, in three languages."""
