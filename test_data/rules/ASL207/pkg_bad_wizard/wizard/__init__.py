from .prompts import ask as ask, choose
