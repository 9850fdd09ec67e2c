"""The pages of rights: leaving, closing, taking away."""

from flask import Blueprint

bp = Blueprint("rights", __name__)
