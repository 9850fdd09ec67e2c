"""The pages over all of a person's groups, the first page, founding, how pages look: one blueprint, by subject."""

from flask import Blueprint

bp = Blueprint("home", __name__)
