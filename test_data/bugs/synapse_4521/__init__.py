# https://github.com/vertexproject/synapse/pull/4521
# never awaited: a remote API asked for a permission and did not wait for the answer, so everybody was let through.
