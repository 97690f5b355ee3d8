"""Clients from PyPI that have no idea of a loop."""

import boto3
import httpx
import requests
import requests as rq
from requests import Session, get
from requests.sessions import Session as HttpSession

s3 = boto3.client("s3")
shared = requests.Session()


async def scrape(url: str) -> str:
    requests.get(url, timeout=3)  # expect: ASL202
    rq.post(url, json={})  # expect: ASL202
    get(url)  # expect: ASL202
    requests.request("GET", url)  # expect: ASL202
    requests.api.put(url)  # expect: ASL202
    shared.get(url)  # expect: ASL202
    response = requests.head(url)  # expect: ASL202
    return response.text


async def with_session(url: str) -> int:
    with requests.Session() as session:
        session.headers["x"] = "y"
        answer = session.get(url)  # expect: ASL202
    plain = Session()
    plain.request("GET", url)  # expect: ASL202
    return answer.status_code


async def injected(session: HttpSession, client: httpx.Client, url: str) -> None:
    session.delete(url)  # expect: ASL202
    client.get(url)  # expect: ASL202
    httpx.get(url)  # expect: ASL202
    with httpx.Client() as own:
        own.post(url)  # expect: ASL202


async def upload(path: str) -> None:
    s3.upload_file(path, "bucket", "key")  # expect: ASL202
    s3.put_object(Bucket="bucket", Key="key", Body=b"")  # expect: ASL202
