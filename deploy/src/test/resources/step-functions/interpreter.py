"""Moto's interpreter of state machines, on 127.0.0.1, with the functions behind another server.

Usage: python3 interpreter.py LAMBDA. It prints its own address. Then each line of standard input is a JSON object, which
is answered by a line on standard output: a machine to create, or one to run to its end. It ends when its input does.

Moto would run a function in a container; here its calls of Lambda's Invoke go to the server at LAMBDA instead.
"""

import copy
import json
import sys
import time

import boto3
from botocore.config import Config
from moto.core.config import default_user_config
from moto.server import ThreadedMotoServer
from moto.stepfunctions.models import StateMachine
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils


def lambda_client(region, service, state_credentials=None):
    # Without this configuration boto3 would call a function again that takes longer than a minute.
    config = Config(read_timeout=900, retries={"total_max_attempts": 1})
    return client(service, sys.argv[1], config)


def client(service, endpoint, config=None):
    return boto3.client(
        service,
        region_name="eu-west-1",
        endpoint_url=endpoint,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=config,
    )


def create(states, request):
    machine = states.create_state_machine(
        name=request["name"],
        definition=request["definition"],
        roleArn="arn:aws:iam::123456789012:role/states",
    )
    return {"arn": machine["stateMachineArn"]}


def run(states, request):
    execution = states.start_execution(
        stateMachineArn=request["arn"], name=request["name"], input=request["input"]
    )["executionArn"]
    while True:
        ended = states.describe_execution(executionArn=execution)
        if ended["status"] != "RUNNING":
            break
        time.sleep(0.02)
    events = states.get_execution_history(executionArn=execution)["events"]
    entered = [event["stateEnteredEventDetails"] for event in events if "stateEnteredEventDetails" in event]
    return {
        "status": ended["status"],
        "output": ended.get("output") or "",
        "error": ended.get("error") or "",
        "cause": ended.get("cause") or "",
        "states": [{"name": state["name"], "bytes": len(state["input"].encode())} for state in entered],
    }


lambda_eval_utils.boto_client_for = lambda_client
# Moto copies a machine for each execution, and with it all executions there were, whose locks cannot be copied.
StateMachine.__deepcopy__ = lambda machine, memo: copy.copy(machine)
default_user_config["stepfunctions"] = {"execute_state_machine": True}
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
address = "http://%s:%d" % server.get_host_and_port()
print(address, flush=True)
states = client("stepfunctions", address)
for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(create(states, request) if "definition" in request else run(states, request)), flush=True)
server.stop()
