"""Why was this decided? `judge` asks about one touch, `story` tells what happened to a lead. Pure."""
