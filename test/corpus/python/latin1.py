# -*- coding: latin-1 -*-
import os


def handler(event, context):
    größe = "é"
    return größe
