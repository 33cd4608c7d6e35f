"""What is known of one lead: for `cadence lead`, for the audit export and for the API. Edge."""
