PROMPT = """You are a helpful assistant.
### Reasoning Trace
Think step by step.
### Answer
```json
{{"answer": "..."}}
```
{question}
"""

HINT = (
    "### Answer"
    "\n```"
)


def handler(event, context):
    return PROMPT.format(question=event["question"]) + f"""
### Answer
{HINT}
"""
