import asyncio


async def load(path):
    await asyncio.sleep(0)
    return path


async def main(event):
    return await load(event["rawPath"])


def handler(event, context):
    return {"statusCode": 200, "body": asyncio.run(main(event))}
