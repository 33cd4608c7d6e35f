"""Does each rule of each pack say what its law says, to the second?"""
