"""Are replies read as people mean them?"""
