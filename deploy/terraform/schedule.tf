resource "aws_scheduler_schedule" "backup" {
  name                         = "${local.name}-backup"
  description                  = "Starts ddbvault's backups of DynamoDB tables"
  schedule_expression          = var.backup_schedule
  schedule_expression_timezone = var.schedule_timezone
  state                        = var.backup_schedule_enabled ? "ENABLED" : "DISABLED"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = local.starts_function ? local.backup_alias_arn : local.backup_machine_arn
    role_arn = aws_iam_role.schedule.arn

    # The time that the run was due at is the same at every attempt, so a run that is started twice exports once. The id of
    # an execution or an invocation would differ. Not by jsonencode, which would write < and > as \u003c and \u003e, and
    # Scheduler would not know its own placeholder.
    input = "{\"source\":\"aws.events\",\"time\":\"<aws.scheduler.scheduled-time>\"}"

    # What cannot be started within an hour is given up, and goes to the queue.
    retry_policy {
      maximum_event_age_in_seconds = 3600
      maximum_retry_attempts       = 30
    }

    dead_letter_config {
      arn = local.queue_arn
    }
  }

  # By ARNs alone Terraform does not see what it needs.
  depends_on = [
    aws_iam_role_policy.schedule,
    aws_lambda_alias.backup,
    aws_sfn_state_machine.backup,
    aws_sqs_queue.dead_letters,
  ]
}

# What the schedule could not start; and, where it calls the bare function, what failed for good. It holds no items.
resource "aws_sqs_queue" "dead_letters" {
  name                      = local.queue_name
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
  tags                      = var.tags
}

resource "aws_iam_role" "schedule" {
  name        = "${local.name}-schedule"
  description = "What the schedule of ddbvault's backups may do"
  # Only for schedules of this account, in the group that this one is in.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "scheduler.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = {
          "aws:SourceAccount" = local.account
          "aws:SourceArn"     = "arn:${local.partition}:scheduler:${local.here}:schedule-group/default"
        }
      }
    }]
  })
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "schedule" {
  name = "schedule"
  role = aws_iam_role.schedule.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Its target, and nothing else.
      {
        Sid      = "StartBackup"
        Effect   = "Allow"
        Action   = local.starts_function ? ["lambda:InvokeFunction"] : ["states:StartExecution"]
        Resource = local.starts_function ? [local.backup_alias_arn] : [local.backup_machine_arn]
      },
      # What it could not start.
      {
        Sid      = "KeepWhatFailed"
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = [local.queue_arn]
      },
    ]
  })
}
