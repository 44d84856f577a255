# coding: euc-jp
"""画像"""
import sys


def handler(event, context):
    名前 = event.get("名前")
    return 名前
