"""How tools prove that a request is theirs: one small file for each way."""
