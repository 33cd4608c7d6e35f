"""Is a person's file read as it is written?"""
