# What is no valid input is refused, by the variable that it is given for. Several in a run: each must be refused. Terraform
# looks at a variable only once those are valid that its own validation looks at: these are in different runs.

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

run "refuses_what_is_empty" {
  command = plan
  variables {
    environment              = ""
    dynamodb_tables          = []
    exports_prefix           = ""
    backup_retention_days    = 0
    log_retention_days       = 0
    restore_tables           = []
    max_backup_age_hours     = 0
    backup_schedule          = ""
    schedule_timezone        = ""
    backup_function_name     = ""
    restore_function_name    = ""
    backup_bucket_name       = ""
    bucket_owner             = ""
    kms_key_arn              = ""
    permissions_boundary_arn = ""
    object_lock              = { mode = "GOVERNANCE", days = 0 }
  }
  expect_failures = [
    var.environment,
    var.dynamodb_tables,
    var.exports_prefix,
    var.backup_retention_days,
    var.log_retention_days,
    var.restore_tables,
    var.max_backup_age_hours,
    var.backup_schedule,
    var.schedule_timezone,
    var.backup_function_name,
    var.restore_function_name,
    var.backup_bucket_name,
    var.bucket_owner,
    var.kms_key_arn,
    var.permissions_boundary_arn,
    var.object_lock,
  ]
}

run "refuses_what_is_too_large_or_too_long" {
  command = plan
  variables {
    environment           = "a2345678901234567890123456789012"
    lambda_timeout        = 901
    lambda_memory_size    = 10241
    backup_memory_size    = 10241
    restore_memory_size   = 10241
    max_backup_age_hours  = 169
    backup_retention_days = 36501
    restore_function_name = "a2345678901234567890123456789012345678901234567890123456789012345"
    dynamodb_tables       = ["a", "user"]
  }
  expect_failures = [
    var.environment,
    var.lambda_timeout,
    var.lambda_memory_size,
    var.backup_memory_size,
    var.restore_memory_size,
    var.max_backup_age_hours,
    var.backup_retention_days,
    var.restore_function_name,
    var.dynamodb_tables,
  ]
}

run "refuses_what_is_too_small" {
  command = plan
  variables {
    app_name            = ""
    lambda_timeout      = 59
    lambda_memory_size  = 128
    backup_memory_size  = 511
    restore_memory_size = 511
    bucket_owner        = "12345678901"
    dynamodb_tables     = ["user", "user"]
    backup_bucket_name  = "ab"
  }
  expect_failures = [
    var.app_name,
    var.lambda_timeout,
    var.lambda_memory_size,
    var.backup_memory_size,
    var.restore_memory_size,
    var.bucket_owner,
    var.dynamodb_tables,
    var.backup_bucket_name,
  ]
}

run "refuses_broken_numbers" {
  command = plan
  variables {
    app_name              = "a2345678901234567890123456789012"
    lambda_timeout        = 899.5
    lambda_memory_size    = 1769.5
    backup_memory_size    = 512.5
    restore_memory_size   = 1769.5
    max_backup_age_hours  = 1.5
    backup_retention_days = 1.5
    log_retention_days    = 31
    object_lock           = { mode = "COMPLIANCE", days = 1.5 }
  }
  expect_failures = [
    var.app_name,
    var.lambda_timeout,
    var.lambda_memory_size,
    var.backup_memory_size,
    var.restore_memory_size,
    var.max_backup_age_hours,
    var.backup_retention_days,
    var.log_retention_days,
    var.object_lock,
  ]
}

run "refuses_wildcards_in_what_becomes_part_of_a_right" {
  command = plan
  variables {
    environment           = "prod*"
    dynamodb_tables       = ["mfa-api_*"]
    restore_tables        = ["*"]
    exports_prefix        = "native-*"
    kms_key_arn           = "arn:aws:kms:eu-west-1:111122223333:key/*"
    table_kms_key_arns    = ["arn:aws:kms:eu-west-1:111122223333:key/*"]
    backup_bucket_name    = "my-*"
    backup_function_name  = "*"
    restore_function_name = "*"
  }
  expect_failures = [
    var.environment,
    var.dynamodb_tables,
    var.restore_tables,
    var.exports_prefix,
    var.kms_key_arn,
    var.table_kms_key_arns,
    var.backup_bucket_name,
    var.backup_function_name,
    var.restore_function_name,
  ]
}

run "refuses_names_in_the_place_of_arns_and_the_reverse" {
  command = plan
  variables {
    dynamodb_tables          = ["arn:aws:dynamodb:eu-west-1:111122223333:table/user"]
    restore_tables           = ["arn:aws:dynamodb:eu-west-1:111122223333:table/user"]
    table_kms_key_arns       = ["alias/tables"]
    kms_key_arn              = "alias/backups"
    backup_bucket_name       = "s3://my-backup-bucket"
    permissions_boundary_arn = "boundary"
    alarm_topic_arns         = ["operations"]
    exports_prefix           = "native-exports/"
  }
  expect_failures = [
    var.dynamodb_tables,
    var.restore_tables,
    var.table_kms_key_arns,
    var.kms_key_arn,
    var.backup_bucket_name,
    var.permissions_boundary_arn,
    var.alarm_topic_arns,
    var.exports_prefix,
  ]
}

run "refuses_what_is_no_choice" {
  command = plan
  variables {
    alarm_emails        = ["operations"]
    app_name            = "*"
    lambda_runtime      = "python3.12"
    lambda_architecture = "arm"
    schedule_target     = "restore"
    restore_engine      = "spark"
    object_lock         = { mode = "LEGAL", days = 1 }
    backup_schedule     = "0 2 * * ? *"
    schedule_timezone   = "Central European Time"
    table_name_pattern  = "{type}"
    lambda_jar          = "no-such.jar"
    exports_prefix      = "a/../b"
  }
  expect_failures = [
    var.alarm_emails,
    var.app_name,
    var.lambda_runtime,
    var.lambda_architecture,
    var.schedule_target,
    var.restore_engine,
    var.object_lock,
    var.backup_schedule,
    var.schedule_timezone,
    var.table_name_pattern,
    var.lambda_jar,
    var.exports_prefix,
  ]
}

run "refuses_java_11_and_a_cron_expression_of_five_fields" {
  command = plan
  variables {
    lambda_runtime     = "java11"
    backup_schedule    = "cron(0 2 * * *)"
    backup_bucket_name = "My-Bucket"
  }
  expect_failures = [
    var.lambda_runtime,
    var.backup_schedule,
    var.backup_bucket_name,
  ]
}

run "refuses_names_that_are_too_long_together" {
  command = plan
  variables {
    app_name    = "a23456789012345678901234567890"
    environment = "production"
  }
  expect_failures = [var.app_name]
}

run "refuses_no_jar" {
  command = plan
  variables {
    lambda_jar = null
  }
  expect_failures = [var.lambda_jar]
}

run "refuses_two_jars" {
  command = plan
  variables {
    lambda_jar_s3 = { bucket = "artifacts", key = "ddbvault-lambda.jar" }
  }
  expect_failures = [var.lambda_jar]
}

run "refuses_object_lock_on_an_existing_bucket_and_alarms_that_nobody_hears" {
  command = plan
  variables {
    object_lock        = { mode = "GOVERNANCE", days = 1 }
    create_bucket      = false
    create_alarm_topic = false
  }
  expect_failures = [
    var.object_lock,
    var.create_alarm_topic,
  ]
}

run "refuses_addresses_without_a_topic_of_its_own" {
  command = plan
  variables {
    alarm_emails       = ["operations@example.com"]
    create_alarm_topic = false
    alarm_topic_arns   = ["arn:aws:sns:eu-west-1:111122223333:operations"]
    backup_schedule    = "rate(1)"
  }
  expect_failures = [
    var.alarm_emails,
    var.backup_schedule,
  ]
}

run "refuses_more_tables_than_a_role_can_name" {
  command = plan
  variables {
    dynamodb_tables = [for i in range(60) : "mfa-api_production_table-${i}_global"]
    restore_tables  = ["mfa-api_production_table-0_global"]
  }
  expect_failures = [aws_iam_role_policy.backup]
}

run "refuses_more_tables_than_a_functions_variables_can_name" {
  command = plan
  variables {
    # Names as long as DynamoDB takes them.
    restore_tables = [for i in range(18) : format("%0255d", i)]
  }
  expect_failures = [aws_lambda_function.restore]
}

run "refuses_a_distributed_map_over_another_accounts_bucket" {
  command = plan
  variables {
    restore_engine = "distributed_map"
    create_bucket  = false
    bucket_owner   = "210987654321"
  }
  expect_failures = [aws_sfn_state_machine.restore]
}
