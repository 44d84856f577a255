#!/usr/bin/env python3
####################
### Configuration ###
####################
import os

### Answers to questions are cached here
TABLE = os.environ.get("TABLE", "answers")

# Response
# --------


# Answer
def handler(event, context):
    ## Explanation: the table may be named by the event
    return event.get("table", TABLE)
