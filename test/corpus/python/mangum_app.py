from fastapi import FastAPI, HTTPException, Request
from mangum import Mangum

app = FastAPI()


@app.get("/items/{item_id}")
async def read_item(item_id: int, request: Request):
    if item_id < 0:
        raise HTTPException(status_code=404)
    return {"item_id": item_id, "event": request.scope["aws.event"].get("rawPath")}


handler = Mangum(app, lifespan="off")
