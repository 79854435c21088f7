"""The items of one region: ministack's DynamoDB, made durable and able to be a replica.

ministack evaluates every request; nothing of DynamoDB's expressions is written twice. What this package adds sits behind
it: a journal on disk, a version beside each item, a feed of changes for the other regions, and the application of theirs.
"""
