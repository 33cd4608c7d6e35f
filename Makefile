# The two commands a new user needs: make demo, make test.
