# Every branch of the module, as far as a plan shows it.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
  mock_data "aws_region" {
    defaults = { id = "eu-west-1", name = "eu-west-1" }
  }
}

variables {
  environment        = "production"
  app_name           = "mfa-api"
  dynamodb_tables    = ["mfa-api_production_user_global", "mfa-api_production_u2f_global"]
  backup_bucket_name = "my-backup-bucket"
  # In place of the jar: its content does not matter here.
  lambda_jar = "versions.tf"
}

run "makes_everything_by_default" {
  command = plan

  assert {
    condition     = aws_lambda_function.backup.function_name == "mfa-api-production-ddbvault-backup" && aws_lambda_function.restore.function_name == "mfa-api-production-ddbvault-restore"
    error_message = "The functions' names are made of app_name and environment."
  }
  assert {
    condition     = aws_lambda_function.backup.handler == "io.ddbvault.lambda.BackupHandler::handleRequest" && aws_lambda_function.restore.handler == "io.ddbvault.lambda.RestoreHandler::handleRequest"
    error_message = "Each function has its handler."
  }
  assert {
    condition     = aws_lambda_function.backup.runtime == "java21" && tolist(aws_lambda_function.backup.architectures) == tolist(["arm64"]) && aws_lambda_function.backup.timeout == 900
    error_message = "java21 on arm64, and the longest timeout."
  }
  assert {
    condition     = aws_lambda_function.backup.memory_size == 512 && aws_lambda_function.restore.memory_size == 1769
    error_message = "A backup needs little memory, and a restore gets a whole processor."
  }
  assert {
    condition     = aws_lambda_function.backup.publish && aws_lambda_function.restore.publish && length(aws_lambda_function.backup.snap_start) == 0 && length(aws_lambda_function.restore.snap_start) == 0
    error_message = "Versions are published, without SnapStart."
  }
  assert {
    condition = aws_lambda_function.backup.environment[0].variables == tomap({
      BACKUP_BUCKET      = "my-backup-bucket"
      ENVIRONMENT        = "production"
      DYNAMODB_TABLES    = "[\"mfa-api_production_user_global\",\"mfa-api_production_u2f_global\"]"
      S3_EXPORTS_PREFIX  = "native-exports"
      TABLE_NAME_PATTERN = "mfa-api_{environment}_{type}_global"
    })
    error_message = "The backup function has exactly these variables."
  }
  assert {
    condition = aws_lambda_function.restore.environment[0].variables == tomap({
      BACKUP_BUCKET      = "my-backup-bucket"
      ENVIRONMENT        = "production"
      DYNAMODB_TABLES    = "[\"mfa-api_production_user_global\",\"mfa-api_production_u2f_global\"]"
      S3_EXPORTS_PREFIX  = "native-exports"
      TABLE_NAME_PATTERN = "mfa-api_{environment}_{type}_global"
      JAVA_TOOL_OPTIONS  = "-XX:TieredStopAtLevel=4"
    })
    error_message = "The restore function may write the same tables, and has both of the JVM's compilers."
  }
  assert {
    condition     = aws_cloudwatch_log_group.backup.name == "/aws/lambda/mfa-api-production-ddbvault-backup" && aws_cloudwatch_log_group.backup.retention_in_days == 90 && aws_cloudwatch_log_group.restore.retention_in_days == 90
    error_message = "Both logs are kept for 90 days."
  }
  assert {
    condition     = aws_lambda_function_event_invoke_config.restore.maximum_retry_attempts == 0 && aws_lambda_function_event_invoke_config.restore_alias.maximum_retry_attempts == 0 && aws_lambda_function_event_invoke_config.restore_alias.qualifier == "live"
    error_message = "An asynchronous restore is never repeated by itself, by whichever name it is called."
  }
  assert {
    condition     = aws_s3_bucket_server_side_encryption_configuration.backups[0].rule == toset([for rule in aws_s3_bucket_server_side_encryption_configuration.backups[0].rule : rule if rule.apply_server_side_encryption_by_default[0].sse_algorithm == "AES256" && !rule.bucket_key_enabled])
    error_message = "SSE-S3 without a key."
  }
  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.backups[0].rule[0].expiration[0].days == 30 && aws_s3_bucket_lifecycle_configuration.backups[0].rule[0].filter[0].prefix == "native-exports/2"
    error_message = "Dated backups are kept for 30 days."
  }
  assert {
    condition     = aws_scheduler_schedule.backup.state == "ENABLED" && aws_scheduler_schedule.backup.schedule_expression == "cron(0 2 * * ? *)" && aws_scheduler_schedule.backup.schedule_expression_timezone == "UTC"
    error_message = "Every night at 02:00 UTC."
  }
  assert {
    condition     = aws_scheduler_schedule.backup.target[0].arn == "arn:aws:states:eu-west-1:111122223333:stateMachine:mfa-api-production-ddbvault-backup"
    error_message = "The schedule starts the state machine."
  }
  assert {
    condition     = aws_scheduler_schedule.backup.target[0].input == "{\"source\":\"aws.events\",\"time\":\"<aws.scheduler.scheduled-time>\"}"
    error_message = "Its input is the same at each attempt, with the placeholder as Scheduler knows it."
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.schedule.policy).Statement[*].Action == [["states:StartExecution"], ["sqs:SendMessage"]]
    error_message = "The schedule may start its target and keep what it could not start."
  }
  assert {
    condition     = strcontains(aws_sfn_state_machine.backup.definition, "\"arn:aws:lambda:eu-west-1:111122223333:function:mfa-api-production-ddbvault-backup:live\"") && strcontains(aws_sfn_state_machine.restore.definition, "\"arn:aws:lambda:eu-west-1:111122223333:function:mfa-api-production-ddbvault-restore:live\"")
    error_message = "The state machines call the functions' alias."
  }
  assert {
    condition     = length(aws_cloudwatch_metric_alarm.failures) == 12 && length(aws_cloudwatch_metric_alarm.no_successful_backup) == 1 && length(aws_sns_topic.alarms) == 1 && length(aws_sns_topic_subscription.emails) == 0
    error_message = "Every alarm, to a topic of its own."
  }
  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.failures : alarm.alarm_actions == toset(["arn:aws:sns:eu-west-1:111122223333:mfa-api-production-ddbvault-alarms"])])
    error_message = "Every alarm goes to the topic."
  }
  assert {
    condition     = length(aws_cloudwatch_dashboard.this) == 0 && length(aws_s3_bucket_object_lock_configuration.backups) == 0 && length(aws_lambda_function_event_invoke_config.backup_alias) == 0
    error_message = "No dashboard, no Object Lock, and no retries of the backup function that its state machine does not make."
  }
  assert {
    condition     = output.backup_bucket_arn == "arn:aws:s3:::my-backup-bucket"
    error_message = "The bucket's ARN is told."
  }
}

run "changes_nothing_of_an_existing_bucket" {
  command = plan
  variables {
    create_bucket = false
    bucket_owner  = "210987654321"
  }

  assert {
    condition     = length(aws_s3_bucket.backups) + length(aws_s3_bucket_policy.backups) + length(aws_s3_bucket_lifecycle_configuration.backups) + length(aws_s3_bucket_versioning.backups) + length(aws_s3_bucket_public_access_block.backups) + length(aws_s3_bucket_ownership_controls.backups) + length(aws_s3_bucket_server_side_encryption_configuration.backups) + length(aws_s3_bucket_object_lock_configuration.backups) == 0
    error_message = "Nothing of the bucket is made or changed."
  }
  assert {
    condition     = output.backup_bucket_name == "my-backup-bucket" && aws_lambda_function.backup.environment[0].variables.BACKUP_BUCKET == "my-backup-bucket"
    error_message = "It is used all the same."
  }
  assert {
    condition     = aws_lambda_function.backup.environment[0].variables.S3_BUCKET_OWNER == "210987654321" && aws_lambda_function.restore.environment[0].variables.S3_BUCKET_OWNER == "210987654321"
    error_message = "Both functions know its owner."
  }
}

run "encrypts_with_a_key" {
  command = plan
  variables {
    kms_key_arn        = "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d"
    table_kms_key_arns = ["arn:aws:kms:eu-west-1:111122223333:key/4e5f6a7b"]
  }

  assert {
    condition     = alltrue([for rule in aws_s3_bucket_server_side_encryption_configuration.backups[0].rule : rule.apply_server_side_encryption_by_default[0].sse_algorithm == "aws:kms" && rule.apply_server_side_encryption_by_default[0].kms_master_key_id == "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d" && rule.bucket_key_enabled])
    error_message = "The bucket encrypts with the key, and with a bucket key."
  }
  assert {
    condition     = aws_lambda_function.backup.environment[0].variables.S3_SSE_KMS_KEY_ID == "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d" && aws_lambda_function.restore.environment[0].variables.S3_SSE_KMS_KEY_ID == "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d"
    error_message = "Both functions know the key."
  }
  assert {
    condition     = length([for statement in jsondecode(aws_iam_role_policy.backup.policy).Statement : statement if startswith(statement.Action[0], "kms:")]) == 2 && length([for statement in jsondecode(aws_iam_role_policy.restore.policy).Statement : statement if startswith(statement.Action[0], "kms:")]) == 2
    error_message = "Both roles may use the bucket's key and the tables' key."
  }
}

run "has_no_right_to_keys_without_keys" {
  command = plan

  assert {
    condition     = !strcontains(aws_iam_role_policy.backup.policy, "kms:") && !strcontains(aws_iam_role_policy.restore.policy, "kms:")
    error_message = "Without keys there is nothing to allow."
  }
}

run "stops_the_schedule" {
  command = plan
  variables {
    backup_schedule_enabled = false
  }

  assert {
    condition     = aws_scheduler_schedule.backup.state == "DISABLED"
    error_message = "The schedule is off."
  }
  assert {
    condition     = length(aws_cloudwatch_metric_alarm.no_successful_backup) == 0 && length(aws_cloudwatch_metric_alarm.failures) == 12
    error_message = "There is no alarm on the age of the last backup, and all the others are there."
  }
}

run "starts_the_bare_function" {
  command = plan
  variables {
    schedule_target   = "function"
    backup_schedule   = "rate(12 hours)"
    schedule_timezone = "Europe/Berlin"
  }

  assert {
    condition     = aws_scheduler_schedule.backup.target[0].arn == "arn:aws:lambda:eu-west-1:111122223333:function:mfa-api-production-ddbvault-backup:live"
    error_message = "The schedule calls the function's alias."
  }
  assert {
    condition     = aws_scheduler_schedule.backup.schedule_expression == "rate(12 hours)" && aws_scheduler_schedule.backup.schedule_expression_timezone == "Europe/Berlin"
    error_message = "By the rate and the time zone that are given."
  }
  assert {
    condition     = aws_lambda_function_event_invoke_config.backup_alias[0].maximum_retry_attempts == 2 && aws_lambda_function_event_invoke_config.backup_alias[0].destination_config[0].on_failure[0].destination == "arn:aws:sqs:eu-west-1:111122223333:mfa-api-production-ddbvault-dead-letters"
    error_message = "Lambda repeats a failed event twice, and then it goes to the queue."
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.schedule.policy).Statement[*].Action == [["lambda:InvokeFunction"], ["sqs:SendMessage"]]
    error_message = "The schedule may call the function, and no longer start the state machine."
  }
  assert {
    condition     = strcontains(aws_iam_role_policy.backup.policy, "sqs:SendMessage") && !strcontains(aws_iam_role_policy.restore.policy, "sqs:")
    error_message = "The backup function's role may put what failed into the queue."
  }
}

run "makes_no_alarms" {
  command = plan
  variables {
    create_alarms = false
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.failures) + length(aws_cloudwatch_metric_alarm.no_successful_backup) + length(aws_sns_topic.alarms) + length(aws_sns_topic_policy.alarms) == 0 && output.alarm_topic_arn == null
    error_message = "Neither alarms nor a topic."
  }
}

run "sends_alarms_to_topics_that_are_there" {
  command = plan
  variables {
    create_alarm_topic   = false
    alarm_topic_arns     = ["arn:aws:sns:eu-west-1:111122223333:operations"]
    max_backup_age_hours = 50
  }

  assert {
    condition     = length(aws_sns_topic.alarms) == 0 && alltrue([for alarm in aws_cloudwatch_metric_alarm.failures : alarm.alarm_actions == toset(["arn:aws:sns:eu-west-1:111122223333:operations"])])
    error_message = "Alarms go to the topics that are given, and there is none of this module's own."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.no_successful_backup[0].evaluation_periods == 50 && aws_cloudwatch_metric_alarm.no_successful_backup[0].datapoints_to_alarm == 50 && aws_cloudwatch_metric_alarm.no_successful_backup[0].period == 3600 && aws_cloudwatch_metric_alarm.no_successful_backup[0].treat_missing_data == "breaching"
    error_message = "A successful backup may be 50 hours old, and silence is alarming."
  }
}

run "writes_alarms_to_people" {
  command = plan
  variables {
    alarm_emails     = ["operations@example.com", "owner@example.com"]
    alarm_topic_arns = ["arn:aws:sns:eu-west-1:111122223333:operations"]
  }

  assert {
    condition     = keys(aws_sns_topic_subscription.emails) == ["operations@example.com", "owner@example.com"]
    error_message = "Each address is subscribed."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.no_successful_backup[0].alarm_actions == toset(["arn:aws:sns:eu-west-1:111122223333:mfa-api-production-ddbvault-alarms", "arn:aws:sns:eu-west-1:111122223333:operations"])
    error_message = "Alarms go to both topics."
  }
}

run "makes_a_dashboard" {
  command = plan
  variables {
    create_dashboard = true
  }

  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets) == 6
    error_message = "A dashboard of six graphs."
  }
  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets[5].properties.metrics) == 8 && alltrue([for widget in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : alltrue([for metric in widget.properties.metrics : length(metric) == 4])])
    error_message = "Each metric is a namespace, a name and one dimension."
  }
}

run "writes_the_report_after_each_backup" {
  command = plan
  variables {
    write_report = true
  }

  assert {
    condition     = aws_lambda_function.backup.environment[0].variables["WRITE_REPORT"] == "true" && !contains(keys(aws_lambda_function.restore.environment[0].variables), "WRITE_REPORT")
    error_message = "The backup function writes the report, and the restore function does not."
  }
  assert {
    condition     = contains(jsondecode(aws_iam_role_policy.backup.policy).Statement[*].Sid, "WriteReport") && contains(jsondecode(aws_iam_role_policy.backup.policy).Statement[*].Sid, "ReadEvidence")
    error_message = "It has the rights for that."
  }
}

run "starts_functions_from_a_snapshot" {
  command = plan
  variables {
    snap_start          = true
    lambda_architecture = "x86_64"
    lambda_runtime      = "java17"
  }

  assert {
    condition     = aws_lambda_function.backup.snap_start[0].apply_on == "PublishedVersions" && aws_lambda_function.restore.snap_start[0].apply_on == "PublishedVersions"
    error_message = "Both functions have SnapStart."
  }
  assert {
    condition     = tolist(aws_lambda_function.backup.architectures) == tolist(["x86_64"]) && tolist(aws_lambda_function.restore.architectures) == tolist(["x86_64"]) && aws_lambda_function.restore.runtime == "java17"
    error_message = "On the processors and the runtime that are given."
  }
}

run "takes_the_jar_from_s3" {
  command = plan
  variables {
    lambda_jar    = null
    lambda_jar_s3 = { bucket = "artifacts", key = "ddbvault/1.0/ddbvault-lambda.jar", version = "v1" }
  }

  assert {
    condition     = aws_lambda_function.backup.s3_bucket == "artifacts" && aws_lambda_function.restore.s3_key == "ddbvault/1.0/ddbvault-lambda.jar" && aws_lambda_function.restore.s3_object_version == "v1" && aws_lambda_function.backup.filename == null
    error_message = "Both functions are of the jar in S3."
  }
}

run "restores_by_the_function_alone" {
  command = plan

  assert {
    condition     = keys(jsondecode(aws_sfn_state_machine.restore.definition).States) == ["Begin", "Completed", "FirstCallFailed", "GoOn", "LaterCallFailed", "NextRound", "NotAtItsEnd", "NothingRestored", "Restore", "RestoreIncomplete", "Verdict", "WhichFailed"]
    error_message = "The machine is that of the engine function."
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.restore_machine.policy).Statement[*].Sid == ["CallTheFunction"]
    error_message = "It calls the function, and does nothing else."
  }
  assert {
    condition     = jsondecode(aws_iam_role.restore_machine.assume_role_policy).Statement[0].Condition.ArnLike["aws:SourceArn"] == ["arn:aws:states:eu-west-1:111122223333:stateMachine:mfa-api-production-ddbvault-restore"]
    error_message = "Its role is for this machine only."
  }
}

run "restores_by_a_distributed_map" {
  command = plan
  variables {
    restore_engine = "distributed_map"
    exports_prefix = "dynamodb/production"
    bucket_owner   = "111122223333"
  }

  assert {
    condition     = aws_sfn_state_machine.restore.name == "mfa-api-production-ddbvault-restore" && aws_sfn_state_machine.restore.type == "STANDARD"
    error_message = "A standard workflow, by the same name as with the other engine."
  }
  assert {
    condition     = contains(keys(jsondecode(aws_sfn_state_machine.restore.definition).States), "Tables") && jsondecode(aws_sfn_state_machine.restore.definition).States.Begin.Parameters.results == { bucket = "my-backup-bucket", prefix = "dynamodb/production/_state/restores" }
    error_message = "The machine is the scaled out one, and its results go under the prefix that is given."
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.restore_machine.policy).Statement[*].Sid == ["CallTheFunction", "StartChildren", "FollowChildren", "RedriveChildren", "ReadListsOfDataFiles", "WriteResults"]
    error_message = "It may do what a Distributed Map does, and there is no KMS key."
  }
  assert {
    condition     = jsondecode(aws_iam_role.restore_machine.assume_role_policy).Statement[0].Condition.ArnLike["aws:SourceArn"] == ["arn:aws:states:eu-west-1:111122223333:stateMachine:mfa-api-production-ddbvault-restore", "arn:aws:states:eu-west-1:111122223333:stateMachine:mfa-api-production-ddbvault-restore/*"]
    error_message = "Its role is for this machine and its children only."
  }
  assert {
    condition     = jsondecode(aws_iam_role.backup_machine.assume_role_policy).Statement[0].Condition.ArnLike["aws:SourceArn"] == ["arn:aws:states:eu-west-1:111122223333:stateMachine:mfa-api-production-ddbvault-backup"]
    error_message = "The backup machine has no children."
  }
}

run "sizes_both_functions" {
  command = plan
  variables {
    lambda_memory_size = 1024
    lambda_timeout     = 600
  }

  assert {
    condition     = aws_lambda_function.backup.memory_size == 1024 && aws_lambda_function.restore.memory_size == 1024 && aws_lambda_function.restore.timeout == 600
    error_message = "As lambda_memory_size and lambda_timeout say."
  }
}

run "sizes_each_function" {
  command = plan
  variables {
    lambda_memory_size  = 1024
    backup_memory_size  = 768
    restore_memory_size = 3538
  }

  assert {
    condition     = aws_lambda_function.backup.memory_size == 768 && aws_lambda_function.restore.memory_size == 3538
    error_message = "A function's own size goes before that of both."
  }
}

run "bounds_every_role" {
  command = plan
  variables {
    permissions_boundary_arn = "arn:aws:iam::111122223333:policy/boundary"
    tags                     = { Service = "mfa-api" }
  }

  assert {
    condition     = alltrue([for role in [aws_iam_role.backup, aws_iam_role.restore, aws_iam_role.schedule, aws_iam_role.backup_machine, aws_iam_role.restore_machine] : role.permissions_boundary == "arn:aws:iam::111122223333:policy/boundary" && role.tags == tomap({ Service = "mfa-api" })])
    error_message = "All five roles are bounded and tagged."
  }
}

run "lets_a_restore_write_other_tables" {
  command = plan
  variables {
    restore_tables     = ["mfa-api_production_u2f-copy_global"]
    table_name_pattern = ""
  }

  assert {
    condition     = aws_lambda_function.restore.environment[0].variables.DYNAMODB_TABLES == "[\"mfa-api_production_u2f-copy_global\"]" && strcontains(aws_lambda_function.backup.environment[0].variables.DYNAMODB_TABLES, "_user_")
    error_message = "The restore may write these tables, and the backup is of those."
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.restore.policy).Statement[0].Resource == ["arn:aws:dynamodb:eu-west-1:111122223333:table/mfa-api_production_u2f-copy_global"]
    error_message = "Its role knows no other table."
  }
  assert {
    condition     = aws_lambda_function.restore.environment[0].variables.TABLE_NAME_PATTERN == ""
    error_message = "An empty pattern arrives as such, for it switches the check off."
  }
}

run "keeps_the_names_of_an_earlier_deployment" {
  command = plan
  variables {
    backup_function_name  = "dynamodb-backup"
    restore_function_name = "dynamodb-restore"
  }

  assert {
    condition     = aws_lambda_function.backup.function_name == "dynamodb-backup" && aws_lambda_function.restore.function_name == "dynamodb-restore" && aws_cloudwatch_log_group.backup.name == "/aws/lambda/dynamodb-backup" && aws_cloudwatch_log_group.restore.name == "/aws/lambda/dynamodb-restore"
    error_message = "Functions and their log groups have the names that are given."
  }
  assert {
    condition     = strcontains(aws_iam_role_policy.backup.policy, "log-group:/aws/lambda/dynamodb-backup:*") && strcontains(aws_sfn_state_machine.backup.definition, "function:dynamodb-backup:live") && aws_cloudwatch_metric_alarm.no_successful_backup[0].dimensions == tomap({ FunctionName = "dynamodb-backup" })
    error_message = "Rights, state machine and alarms follow."
  }
}

run "keeps_backups_as_long_as_asked" {
  command = plan
  variables {
    backup_retention_days = 400
    exports_prefix        = "dynamodb/production"
    log_retention_days    = 14
    object_lock           = { mode = "GOVERNANCE", days = 30 }
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.backups[0].rule[0].expiration[0].days == 400 && aws_s3_bucket_lifecycle_configuration.backups[0].rule[0].filter[0].prefix == "dynamodb/production/2" && aws_s3_bucket_lifecycle_configuration.backups[0].rule[1].filter[0].prefix == "dynamodb/production/_state/"
    error_message = "Dated backups for 400 days, under the prefix that is given."
  }
  assert {
    condition     = aws_s3_bucket_object_lock_configuration.backups[0].rule[0].default_retention[0].days == 30 && aws_s3_bucket_object_lock_configuration.backups[0].rule[0].default_retention[0].mode == "GOVERNANCE"
    error_message = "Object Lock as it is asked for."
  }
  assert {
    condition     = aws_cloudwatch_log_group.backup.retention_in_days == 14 && aws_lambda_function.backup.environment[0].variables.S3_EXPORTS_PREFIX == "dynamodb/production"
    error_message = "Logs for 14 days, and the functions know the prefix."
  }
}

run "takes_the_longest_names" {
  command = plan
  variables {
    app_name    = "a234567890123456789"
    environment = "e234567890123456789"
  }

  assert {
    condition     = length(aws_iam_role.restore_machine.name) == 64 && length(aws_lambda_function.restore.function_name) <= 64
    error_message = "What is made of them fits IAM and Lambda."
  }
}

run "takes_forty_tables" {
  command = plan
  variables {
    dynamodb_tables = [for i in range(40) : "mfa-api_production_table-${i}_global"]
  }

  assert {
    condition     = length(jsondecode(aws_lambda_function.backup.environment[0].variables.DYNAMODB_TABLES)) == 40
    error_message = "Forty tables fit a role and a function."
  }
}
