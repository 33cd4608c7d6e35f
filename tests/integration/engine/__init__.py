"""Does the engine carry leads through their cadence, on real servers?"""
