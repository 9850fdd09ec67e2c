"""The pages of meetings: one blueprint, its views by subject."""

from flask import Blueprint

bp = Blueprint("meetings", __name__)
