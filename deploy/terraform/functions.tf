locals {
  # DYNAMODB_TABLES comes per function: what to back up, and what may be written.
  variables = merge(
    {
      BACKUP_BUCKET      = var.backup_bucket_name
      ENVIRONMENT        = var.environment
      S3_EXPORTS_PREFIX  = var.exports_prefix
      TABLE_NAME_PATTERN = var.table_name_pattern
    },
    var.kms_key_arn == null ? {} : { S3_SSE_KMS_KEY_ID = var.kms_key_arn },
    var.bucket_owner == null ? {} : { S3_BUCKET_OWNER = var.bucket_owner },
  )
}

resource "aws_cloudwatch_log_group" "backup" {
  name              = "/aws/lambda/${local.backup_name}"
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

resource "aws_cloudwatch_log_group" "restore" {
  name              = "/aws/lambda/${local.restore_name}"
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

resource "aws_lambda_function" "backup" {
  function_name     = local.backup_name
  description       = "Exports DynamoDB tables to s3://${var.backup_bucket_name}/${var.exports_prefix}/"
  role              = aws_iam_role.backup.arn
  handler           = "io.ddbvault.lambda.BackupHandler::handleRequest"
  runtime           = var.lambda_runtime
  architectures     = [var.lambda_architecture]
  timeout           = var.lambda_timeout
  memory_size       = coalesce(var.backup_memory_size, var.lambda_memory_size, 512)
  publish           = true
  filename          = var.lambda_jar
  source_code_hash  = var.lambda_jar == null ? null : filebase64sha256(var.lambda_jar)
  s3_bucket         = try(var.lambda_jar_s3.bucket, null)
  s3_key            = try(var.lambda_jar_s3.key, null)
  s3_object_version = try(var.lambda_jar_s3.version, null)
  tags              = var.tags

  environment {
    variables = merge(
      local.variables,
      { DYNAMODB_TABLES = jsonencode(var.dynamodb_tables) },
      var.write_report ? { WRITE_REPORT = "true" } : {},
    )
  }

  dynamic "snap_start" {
    for_each = var.snap_start ? [1] : []
    content {
      apply_on = "PublishedVersions"
    }
  }

  # Else a first call might come before its rights, or make a log group without a retention.
  depends_on = [aws_cloudwatch_log_group.backup, aws_iam_role_policy.backup]

  lifecycle {
    # Lambda's limit for all variables together.
    precondition {
      condition     = length(jsonencode(local.variables)) + length(jsonencode(var.dynamodb_tables)) <= 4000
      error_message = "These are more tables than a function's variables can name: Lambda takes 4 KB. Give some of them to a second module with another app_name and exports_prefix."
    }
  }
}

resource "aws_lambda_function" "restore" {
  function_name     = local.restore_name
  description       = "Restores DynamoDB tables from s3://${var.backup_bucket_name}/${var.exports_prefix}/"
  role              = aws_iam_role.restore.arn
  handler           = "io.ddbvault.lambda.RestoreHandler::handleRequest"
  runtime           = var.lambda_runtime
  architectures     = [var.lambda_architecture]
  timeout           = var.lambda_timeout
  memory_size       = coalesce(var.restore_memory_size, var.lambda_memory_size, 1769)
  publish           = true
  filename          = var.lambda_jar
  source_code_hash  = var.lambda_jar == null ? null : filebase64sha256(var.lambda_jar)
  s3_bucket         = try(var.lambda_jar_s3.bucket, null)
  s3_key            = try(var.lambda_jar_s3.key, null)
  s3_object_version = try(var.lambda_jar_s3.version, null)
  tags              = var.tags

  environment {
    variables = merge(local.variables, {
      DYNAMODB_TABLES = jsonencode(local.restore_tables)
      # Lambda stops at the JVM's first compiler, which is good for short calls and costs a long restore 2.6 times the
      # processor time.
      JAVA_TOOL_OPTIONS = "-XX:TieredStopAtLevel=4"
    })
  }

  dynamic "snap_start" {
    for_each = var.snap_start ? [1] : []
    content {
      apply_on = "PublishedVersions"
    }
  }

  depends_on = [aws_cloudwatch_log_group.restore, aws_iam_role_policy.restore]

  lifecycle {
    # Lambda's limit for all variables together.
    precondition {
      condition     = length(jsonencode(local.variables)) + length(jsonencode(local.restore_tables)) <= 4000
      error_message = "These are more tables than a function's variables can name: Lambda takes 4 KB. Give some of them to a second module with another app_name and exports_prefix."
    }
  }
}

resource "aws_lambda_alias" "backup" {
  name             = local.alias
  description      = "What the schedule and the state machine call"
  function_name    = aws_lambda_function.backup.function_name
  function_version = aws_lambda_function.backup.version
}

resource "aws_lambda_alias" "restore" {
  name             = local.alias
  description      = "What the state machine calls"
  function_name    = aws_lambda_function.restore.function_name
  function_version = aws_lambda_function.restore.version
}

# An asynchronous call of the restore is never repeated by itself: a person looks first. Lambda keeps this apart for each
# name that a function is called by.
resource "aws_lambda_function_event_invoke_config" "restore" {
  function_name          = aws_lambda_function.restore.function_name
  maximum_retry_attempts = 0
}

resource "aws_lambda_function_event_invoke_config" "restore_alias" {
  function_name          = aws_lambda_function.restore.function_name
  qualifier              = aws_lambda_alias.restore.name
  maximum_retry_attempts = 0
}

# Only where the schedule calls the bare function. Repeating is safe: the event's time keeps a table from being exported
# twice. What fails in the end is not lost, but lies in the queue, and its alarm sounds.
resource "aws_lambda_function_event_invoke_config" "backup_alias" {
  count                  = local.starts_function ? 1 : 0
  function_name          = aws_lambda_function.backup.function_name
  qualifier              = aws_lambda_alias.backup.name
  maximum_retry_attempts = 2

  destination_config {
    on_failure {
      destination = local.queue_arn
    }
  }

  depends_on = [aws_sqs_queue.dead_letters]
}
