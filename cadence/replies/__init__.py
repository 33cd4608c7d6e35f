"""What does a person mean by a reply? Pure: opt-outs, answers and times, in three languages."""
