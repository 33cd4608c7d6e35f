"""Does a figure of a campaign need somebody's attention? Edge: alerts are evaluated, raised, cleared and tried."""
