"""Moto's interpreter of state machines, on 127.0.0.1, with the functions behind another server.

Usage: python3 interpreter.py LAMBDA. It prints its own address, and ends when its standard input does.

Moto would run a function in a container; here its calls of Lambda's Invoke go to LAMBDA instead.
"""

import sys

import boto3
from botocore.config import Config
from moto.core.config import default_user_config
from moto.server import ThreadedMotoServer
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils


def lambda_client(region, service, state_credentials=None):
    return boto3.client(
        service,
        region_name=region,
        endpoint_url=sys.argv[1],
        aws_access_key_id="test",
        aws_secret_access_key="test",
        # Else boto3 would call a function again that takes longer than a minute.
        config=Config(read_timeout=900, retries={"total_max_attempts": 1}),
    )


lambda_eval_utils.boto_client_for = lambda_client
default_user_config["stepfunctions"] = {"execute_state_machine": True}
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print("http://%s:%d" % server.get_host_and_port(), flush=True)
sys.stdin.read()
