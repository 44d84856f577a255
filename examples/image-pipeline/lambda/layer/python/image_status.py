"""The states of an image on its way through the pipeline, and how they are recorded."""

UPLOADED = "uploaded"
REJECTED = "rejected"
PREPROCESSED = "preprocessed"
LABELLED = "labelled"


def set_status(table, image_id, status, **attributes):
    """Records the state of an image that the table already knows, with what was found out about it."""
    values = {"status": status, **attributes}
    table.update_item(
        Key={"image_id": image_id},
        UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in values),
        ConditionExpression="attribute_exists(image_id)",
        ExpressionAttributeNames={f"#{name}": name for name in values},
        ExpressionAttributeValues={f":{name}": value for name, value in values.items()},
    )
