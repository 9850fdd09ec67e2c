"""The pages of members: the roster and cards, and the ways in."""

from flask import Blueprint

bp = Blueprint("members", __name__)
