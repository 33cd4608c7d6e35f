"""Does each rule say what its law says?"""
