# **Answer:**
def handler(event, context):
    return event


# As an AI language model, I cannot run this code.
# Rest of the code remains the same
