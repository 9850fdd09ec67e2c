"""The pages of accounts: one blueprint, its views by subject."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
