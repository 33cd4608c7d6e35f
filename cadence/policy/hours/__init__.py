"""When do days, hours and periods begin and end where a person is? Pure."""
