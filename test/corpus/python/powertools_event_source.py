from aws_lambda_powertools.utilities.data_classes import SQSEvent, event_source
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord


@event_source(data_class=SQSEvent)
def handler(event: SQSEvent, context):
    for record in event.records:
        process(record)


def process(record: SQSRecord):
    print(record.body["path"] if isinstance(record.body, dict) else record.body)
