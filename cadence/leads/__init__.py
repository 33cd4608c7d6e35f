"""Who is to be contacted, by which number? Lists and telephone numbers, read strictly."""
