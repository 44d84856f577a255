from orders.api import create as create
from orders.api import handler as handler
from orders.api import remove
