# https://github.com/AgnostiqHQ/covalent-awsbatch-plugin/issues/40
# blocking: an executor that promises to be asynchronous uploads and asks with boto3.

import asyncio
from pathlib import Path

import boto3


class AWSExecutor:
    def __init__(self, profile: str, bucket: str) -> None:
        self.profile = profile
        self.bucket = bucket

    def _session(self) -> boto3.Session:
        return boto3.Session(profile_name=self.profile)


class AWSBatchExecutor(AWSExecutor):
    async def upload(self, function: Path, key: str) -> None:
        s3 = self._session().client("s3")
        s3.upload_file(str(function), self.bucket, key)  # expect: ASL202

    async def status(self, job: str) -> str:
        batch = self._session().client("batch")
        jobs = batch.describe_jobs(jobs=[job])  # expect: ASL202
        return str(jobs["jobs"][0]["status"])

    def _upload(self, function: Path, key: str) -> None:
        self._session().client("s3").upload_file(str(function), self.bucket, key)

    async def upload_mended(self, function: Path, key: str) -> None:
        await asyncio.get_running_loop().run_in_executor(None, self._upload, function, key)
