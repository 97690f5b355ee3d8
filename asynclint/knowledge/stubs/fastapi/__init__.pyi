from starlette.background import BackgroundTasks as BackgroundTasks
from starlette.datastructures import UploadFile as UploadFile
from starlette.requests import Request as Request
from starlette.responses import Response as Response
from starlette.websockets import WebSocket as WebSocket, WebSocketDisconnect as WebSocketDisconnect

from .applications import FastAPI as FastAPI
from .exceptions import HTTPException as HTTPException
from .routing import APIRouter as APIRouter
