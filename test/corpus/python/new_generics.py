type Pairs[T] = list[tuple[str, T]]


def first[T](pairs: Pairs[T]) -> T:
    return pairs[0][1]


def handler(event, context):
    return first(list(event.items()))
