"""
What do `launch`, `plan`, `simulate` and `preview` share? Edge.

How a list is read and named, which of its people enter the campaign, whether the carrier is ready, what the launch
would do and did, and how leads under way move to a changed file.
"""
