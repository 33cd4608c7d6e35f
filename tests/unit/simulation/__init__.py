"""Does what is told of a campaign beforehand come true of the plan and the gate?"""
