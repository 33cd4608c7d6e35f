"""What is left when a process is killed?"""
