import asyncio

import aioboto3

session = aioboto3.Session()


async def put(item):
    async with session.resource("dynamodb") as dynamodb:
        table = await dynamodb.Table("orders")
        await table.put_item(Item=item)


async def run(event):
    await asyncio.gather(*[put(record["dynamodb"]["NewImage"]) async for record in records(event)])


async def records(event):
    for record in event["Records"]:
        yield record


def handler(event, context):
    return asyncio.run(run(event))
