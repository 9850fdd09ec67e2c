"""The pages of calendars: one blueprint, its views by subject."""

from flask import Blueprint

bp = Blueprint("calendars", __name__)
