variable "app_name" { type = string }
variable "environment" { type = string }
variable "dynamodb_tables" { type = list(string) }
variable "backup_bucket_name" { type = string }
variable "backup_schedule" { default = "cron(0 2 * * ? *)" }
variable "backup_schedule_enabled" { default = true }
variable "backup_retention_days" { default = 30 }
variable "lambda_timeout" { default = 900 }
variable "lambda_memory_size" { default = 512 }
variable "lambda_runtime" { default = "python3.12" }

locals {
  functions = {
    backup  = "${var.app_name}-${var.environment}-dynamodb-backup"
    restore = "${var.app_name}-${var.environment}-dynamodb-restore"
  }
}

resource "aws_s3_bucket" "backup" {
  bucket = var.backup_bucket_name
}

resource "aws_s3_bucket_versioning" "backup" {
  bucket = aws_s3_bucket.backup.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "backup" {
  bucket = aws_s3_bucket.backup.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "backup" {
  bucket                  = aws_s3_bucket.backup.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_iam_role" "lambda" {
  name = "${var.app_name}-${var.environment}-dynamodb-backup"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_cloudwatch_log_group" "backup" {
  name              = "/aws/lambda/${local.functions.backup}"
  retention_in_days = 14
}

resource "aws_cloudwatch_log_group" "restore" {
  name              = "/aws/lambda/${local.functions.restore}"
  retention_in_days = 14
}

resource "aws_lambda_function" "backup" {
  function_name = local.functions.backup
  role          = aws_iam_role.lambda.arn
  handler       = "backup.handler"
  runtime       = var.lambda_runtime
  timeout       = var.lambda_timeout
  memory_size   = var.lambda_memory_size
  filename      = "${path.module}/functions.zip"
}

resource "aws_lambda_function" "restore" {
  function_name = local.functions.restore
  role          = aws_iam_role.lambda.arn
  handler       = "restore.handler"
  runtime       = var.lambda_runtime
  timeout       = var.lambda_timeout
  memory_size   = var.lambda_memory_size
  filename      = "${path.module}/functions.zip"
}

resource "aws_cloudwatch_event_rule" "backup" {
  name                = "${var.app_name}-${var.environment}-dynamodb-backup"
  schedule_expression = var.backup_schedule
  state               = var.backup_schedule_enabled ? "ENABLED" : "DISABLED"
}

resource "aws_cloudwatch_event_target" "backup" {
  rule = aws_cloudwatch_event_rule.backup.name
  arn  = aws_lambda_function.backup.arn
}

resource "aws_lambda_permission" "backup" {
  statement_id  = "events"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.backup.function_name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.backup.arn
}
