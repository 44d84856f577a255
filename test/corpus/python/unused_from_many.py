from typing import Any, Dict, List, Optional
from collections import (
    Counter,
    OrderedDict,
    defaultdict,
)
import os, sys
import xml.etree.ElementTree as ET


def handler(event: Dict[str, Any], context) -> Optional[str]:
    words = Counter(event["text"].split())
    groups = defaultdict(list)
    for word, count in words.items():
        groups[count].append(word)
    return os.path.join(*groups[1]) if groups[1] else None
