import asyncio


async def work(event):
    async with asyncio.TaskGroup() as group:
        for record in event["Records"]:
            group.create_task(asyncio.sleep(record["delay"]))


def handler(event, context):
    try:
        asyncio.run(work(event))
    except* TimeoutError as group:
        print("timeouts:", len(group.exceptions))
    except* Exception as group:
        print("others:", len(group.exceptions))
