from handlers.orders import *

print("cold start")
