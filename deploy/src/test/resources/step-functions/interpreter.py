"""Moto's interpreter of state machines, on 127.0.0.1, with the functions behind another server.

Usage: python3 interpreter.py LAMBDA. It prints its own address. Then each line of standard input is a JSON object, which
is answered by a line on standard output: a machine to create, or one to run to its end. It ends when its input does.

Moto would run a function in a container; here its calls of Lambda's Invoke go to the server at LAMBDA instead, and those
of a Distributed Map to the S3 that a line names.

Of a Distributed Map some things are mended: it reads JSON Lines; a child that fails fails the Map Run, once the others have
ended, for which AWS would not wait; and where results go may depend on the state's input.
"""

import copy
import io
import json
import sys
import time

import boto3
from botocore.config import Config
from moto.core.config import default_user_config
from moto.server import ThreadedMotoServer
from moto.stepfunctions.models import StateMachine
from moto.stepfunctions.parser.api import HistoryEventType, MapRunFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent, FailureEventException
from moto.stepfunctions.parser.asl.component.state.exec.state_map.item_reader.eval import (
    resource_eval_s3 as item_reader,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_map.item_reader.reader_config.input_type import (
    InputType,
    InputTypeValue,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.distributed_iteration_component import (
    DistributedIterationComponent,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration import iteration_worker
from moto.stepfunctions.parser.asl.component.state.exec.state_map.result_writer.resource_eval import (
    resource_eval_s3 as result_writer,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_map.result_writer.result_writer_decl import ResultWriter
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

s3_endpoint = None


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


def s3_client(region, service, state_credentials=None):
    return client(service, s3_endpoint, Config(s3={"addressing_style": "path"}))


class ReadLines:
    """An S3 that hands JSON Lines over as the JSON array that moto can read."""

    def __init__(self, s3):
        self.s3 = s3

    def get_object(self, **parameters):
        lines = self.s3.get_object(**parameters)["Body"].read().decode().splitlines()
        return {"Body": io.BytesIO(("[" + ",".join(line for line in lines if line) + "]").encode())}


def keep_input_type(self, input_type):
    self.input_type_value = InputTypeValue("JSON" if input_type == "JSONL" else input_type)


def fail_with_a_child(map_run):
    def run(self, env, eval_input):
        map_run(self, env, eval_input)
        # Moto keeps null for a child that failed.
        failed = sum(result is None for result in env.stack[-1])
        if failed:
            error = AnyErrorName("States.ExceedToleratedFailureThreshold")
            details = MapRunFailedEventDetails(
                error=error.error_name, cause="The specified tolerated failure threshold was exceeded"
            )
            raise FailureEventException(
                FailureEvent(env, error, HistoryEventType.MapRunFailed, EventDetails(mapRunFailedEventDetails=details))
            )

    return run


class AnyErrorName(ErrorName):
    """Also one of Step Functions' own, which moto does not let pass out of a Map."""


def write_results(self, env):
    env.stack.append(env.states.get_input())
    self.parargs.eval(env=env)
    parameters = env.stack.pop()
    env.stack.pop()
    env.stack.append(parameters)
    self.resource_eval.eval_resource(env=env)


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
item_reader.boto_client_for = lambda *given, **named: ReadLines(s3_client(*given, **named))
result_writer.boto_client_for = s3_client
InputType.__init__ = keep_input_type
ResultWriter._eval_body = write_results
iteration_worker.CustomErrorName = AnyErrorName
DistributedIterationComponent._map_run = fail_with_a_child(DistributedIterationComponent._map_run)
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
    if "s3" in request:
        s3_endpoint = request["s3"]
        answer = {}
    elif "definition" in request:
        answer = create(states, request)
    else:
        answer = run(states, request)
    print(json.dumps(answer), flush=True)
server.stop()
